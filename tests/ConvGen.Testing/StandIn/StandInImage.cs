using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ConvGen.Testing.StandIn;

namespace ConvGen.Testing;

/// <summary>
/// Layers that were compiled for the runtime's AVX-512, made to call the stand-in: the one reference to that type becomes one to the type
/// of the same name in ConvGen, and all else stays as it was.
/// </summary>
internal static class StandInImage
{
    /// <summary>Gives an assembly's image with that reference changed; unchanged where it has none.</summary>
    /// <exception cref="InvalidDataException">It has AVX-512 but does not refer to ConvGen.</exception>
    public static byte[] Redirect(byte[] image)
    {
        using PEReader file = new(new MemoryStream(image));
        MetadataReader metadata = file.GetMetadataReader();
        TypeReferenceHandle type = metadata.TypeReferences.SingleOrDefault(handle => IsAvx512(metadata, handle));

        if (type.IsNil)
        {
            return image;
        }

        AssemblyReferenceHandle library = metadata.AssemblyReferences
            .SingleOrDefault(handle => metadata.StringComparer.Equals(metadata.GetAssemblyReference(handle).Name, StandInLibrary.Name));

        if (library.IsNil)
        {
            throw new InvalidDataException("Code with AVX-512 that does not refer to ConvGen.");
        }

        byte[] changed = [.. image];
        Span<byte> scope = changed.AsSpan(Row(file, metadata, type));

        if (IsScopeShort(metadata))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(scope, checked((ushort)CodedIndex.ResolutionScope(library)));
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(scope, CodedIndex.ResolutionScope(library));
        }

        return changed;
    }

    private static bool IsAvx512(MetadataReader metadata, TypeReferenceHandle handle)
    {
        TypeReference type = metadata.GetTypeReference(handle);
        return metadata.StringComparer.Equals(type.Name, nameof(Avx512F))
            && metadata.StringComparer.Equals(type.Namespace, StandInLibrary.Namespace);
    }

    /// <summary>Where in the image a type's row begins, whose first column is the scope, here an assembly (ECMA-335, II.22.38).</summary>
    private static int Row(PEReader file, MetadataReader metadata, TypeReferenceHandle type)
    {
        return file.PEHeaders.MetadataStartOffset
            + metadata.GetTableMetadataOffset(TableIndex.TypeRef)
            + ((metadata.GetRowNumber(type) - 1) * metadata.GetTableRowSize(TableIndex.TypeRef));
    }

    /// <summary>Two of its bits name the table, so that two bytes hold a row of each while none has 2¹⁴ (II.24.2.6).</summary>
    private static bool IsScopeShort(MetadataReader metadata)
    {
        TableIndex[] tables = [TableIndex.Module, TableIndex.ModuleRef, TableIndex.AssemblyRef, TableIndex.TypeRef];
        return tables.All(table => metadata.GetTableRowCount(table) < 1 << 14);
    }
}
