using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using VerifyTests;
using Xunit;

namespace ConvGen.Generator.Tests.Snapshots.Shim;

/// <summary>The expected texts have the layout of files that Verify.SourceGenerators has written.</summary>
public sealed class DiagnosticsTextTests
{
    [Fact]
    public void AbsentValuesAreLeftOut()
    {
        var descriptor = new DiagnosticDescriptor("X1", "The title", "Got {0}", "Shapes", DiagnosticSeverity.Info, true);
        Location location = Location.Create("dir/File.cs", default, new LinePositionSpan(new(1, 2), new(3, 4)));

        string text = DiagnosticsText.Write([Diagnostic.Create(descriptor, location, 5)]);

        Assert.Equal(
            """
            {
              Diagnostics: [
                {
                  Location: dir\File.cs: (1,2)-(3,4),
                  Message: Got 5,
                  Severity: Info,
                  WarningLevel: 1,
                  Descriptor: {
                    Id: X1,
                    Title: The title,
                    MessageFormat: Got {0},
                    Category: Shapes,
                    DefaultSeverity: Info,
                    IsEnabledByDefault: true
                  }
                }
              ]
            }
            """,
            text);
    }

    [Fact]
    public void ErrorHasNoWarningLevelAndEverythingGivenIsPrinted()
    {
        var descriptor = new DiagnosticDescriptor(
            "X2", "Title", "Message", "Shapes", DiagnosticSeverity.Error, false, "One.\nTwo.", "docs/X2.md", "TagA", "TagB");
        Diagnostic diagnostic = Diagnostic.Create(descriptor, Location.None);

        string text = DiagnosticsText.Write([diagnostic, diagnostic]);

        const string Item =
            """
                {
                  Message: Message,
                  Severity: Error,
                  Descriptor: {
                    Id: X2,
                    Title: Title,
                    Description:
            One.
            Two.,
                    HelpLink: docs/X2.md,
                    MessageFormat: Message,
                    Category: Shapes,
                    DefaultSeverity: Error,
                    IsEnabledByDefault: false,
                    CustomTags: [
                      TagA,
                      TagB
                    ]
                  }
                }
            """;
        Assert.Equal($"{{\n  Diagnostics: [\n{Item},\n{Item}\n  ]\n}}", text);
    }

    [Fact]
    public void LocationInSourceShowsItsLines()
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText("class A\n{\n    int x;\n    int y;\n}\n", path: "A.cs");
        var descriptor = new DiagnosticDescriptor("X3", "T", "M", "C", DiagnosticSeverity.Error, true);

        string text = DiagnosticsText.Write([Diagnostic.Create(descriptor, Location.Create(tree, new TextSpan(18, 1)))]);

        Assert.StartsWith(
            "{\n  Diagnostics: [\n    {\n"
                + "      Location: /*\n"
                + "{\n"
                + "    int x;\n"
                + "        ^\n"
                + "    int y;\n"
                + "*/\n"
                + " A.cs: (2,8)-(2,9),\n"
                + "      Message: M,\n",
            text,
            System.StringComparison.Ordinal);
    }

    [Fact]
    public void NoDiagnosticsAreAnEmptyObject()
    {
        Assert.Equal("{}", DiagnosticsText.Write([]));
    }
}
