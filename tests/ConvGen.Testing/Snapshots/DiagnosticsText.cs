using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;

namespace VerifyTests;

/// <summary>
/// Diagnostics as Verify.SourceGenerators prints them: JSON without quotes, absent values left out. A location in a
/// syntax tree is preceded by the lines it is on, in a comment.
/// </summary>
internal static class DiagnosticsText
{
    /// <summary>Prints <c>{ Diagnostics: [ ... ] }</c>; an empty list is left out of the object as Verify does it.</summary>
    public static string Write(IEnumerable<Diagnostic> diagnostics)
    {
        var writer = new LooseJsonWriter();
        writer.BeginObject();
        Diagnostic[] items = [.. diagnostics];

        if (items.Length > 0)
        {
            writer.Name("Diagnostics");
            writer.BeginArray();

            foreach (Diagnostic diagnostic in items)
            {
                Write(writer, diagnostic);
            }

            writer.EndArray();
        }

        writer.EndObject();
        return writer.ToString();
    }

    private static void Write(LooseJsonWriter writer, Diagnostic diagnostic)
    {
        writer.BeginObject();

        if (diagnostic.Location != Location.None)
        {
            writer.Name("Location");

            if (SourceLines.Of(diagnostic.Location) is { } lines)
            {
                writer.Comment(lines);
            }

            writer.Value(Text(diagnostic.Location.GetMappedLineSpan()));
        }

        writer.Member("Message", diagnostic.GetMessage(CultureInfo.InvariantCulture));
        writer.Member("Severity", diagnostic.Severity.ToString());

        if (diagnostic.WarningLevel != 0)
        {
            writer.Member("WarningLevel", diagnostic.WarningLevel.ToString(CultureInfo.InvariantCulture));
        }

        writer.Name("Descriptor");
        Write(writer, diagnostic.Descriptor);
        writer.EndObject();
    }

    private static void Write(LooseJsonWriter writer, DiagnosticDescriptor descriptor)
    {
        writer.BeginObject();
        writer.Member("Id", descriptor.Id);
        writer.Member("Title", Text(descriptor.Title));
        writer.MemberUnlessBlank("Description", Text(descriptor.Description));
        writer.MemberUnlessBlank("HelpLink", descriptor.HelpLinkUri);
        writer.Member("MessageFormat", Text(descriptor.MessageFormat));
        writer.Member("Category", descriptor.Category);
        writer.Member("DefaultSeverity", descriptor.DefaultSeverity.ToString());
        writer.Member("IsEnabledByDefault", descriptor.IsEnabledByDefault ? "true" : "false");

        if (descriptor.CustomTags.Any())
        {
            writer.Name("CustomTags");
            writer.BeginArray();

            foreach (string tag in descriptor.CustomTags)
            {
                writer.Value(tag);
            }

            writer.EndArray();
        }

        writer.EndObject();
    }

    private static string Text(LocalizableString text)
    {
        return text.ToString(CultureInfo.InvariantCulture);
    }

    private static string Text(FileLinePositionSpan span)
    {
        return span.IsValid ? $"{span.Path.Replace('/', '\\')}: {span.Span}" : "";
    }
}
