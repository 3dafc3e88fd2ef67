using System;

namespace ConvGen.Generator.Emission;

/// <summary>
/// The source file of a class that layers share. Where its name says all that its text depends on, the text is written
/// when it is asked for: a hundred layers that share a class then write it once.
/// </summary>
internal sealed class SharedFile : IEquatable<SharedFile>
{
    private readonly string? _text;
    private readonly string _summary = string.Empty;
    private readonly ISharedMembers? _members;

    /// <summary>A file whose text is known.</summary>
    public SharedFile(string className, string text)
    {
        ClassName = className;
        _text = text;
    }

    /// <summary>A file whose name stands for its text.</summary>
    public SharedFile(string className, string summary, ISharedMembers members)
    {
        ClassName = className;
        _summary = summary;
        _members = members;
    }

    /// <summary>The name of the class, without its namespace.</summary>
    public string ClassName { get; }

    /// <summary>The name of the class with its namespace.</summary>
    public string MetadataName => $"{SharedClasses.Namespace}.{ClassName}";

    /// <summary>The text of the file.</summary>
    public string Text => _text ?? SharedClasses.Text(ClassName, _summary, _members!.Emit);

    /// <summary>Known texts are compared too: files whose hashes clash stay two, and the compiler refuses the second.</summary>
    public bool Equals(SharedFile? other)
    {
        return other is not null && ClassName == other.ClassName && _text == other._text;
    }

    public override bool Equals(object? obj)
    {
        return Equals(obj as SharedFile);
    }

    public override int GetHashCode()
    {
        return ClassName.GetHashCode();
    }
}
