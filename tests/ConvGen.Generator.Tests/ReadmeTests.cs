using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ConvGen.Generator.Tests;

/// <summary>What the readme shows of the compiler is what the compiler does.</summary>
public sealed class ReadmeTests
{
    private static readonly string Root = RootFolder();

    private static readonly string Text = File.ReadAllText(Path.Combine(Root, "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void TheExcerptIsGeneratedForTheClassAboveIt()
    {
        string[] blocks = [.. Section("What is generated").Split("\n```csharp\n").Skip(1).Select(
            static block => block[..block.IndexOf("```", StringComparison.Ordinal)])];
        string[] excerpt = [.. Lines(blocks[1]).Where(static line => line != "// ...")];
        Compilation compilation = UserProject.Create(("Layer.cs", "using ConvGen;\n" + blocks[0]));

        string[] files = [.. UserProject.Generate(compilation).GetRunResult().GeneratedTrees.Select(
            static tree => tree.ToString())];

        // What is left out lies between lines that follow each other in one file.
        int found = files.Max(file => Found(excerpt, Lines(file)));
        Assert.True(excerpt.Length > 15);
        Assert.True(found == excerpt.Length, $"No generated file goes on with '{excerpt.ElementAtOrDefault(found)}'.");
    }

    [Fact]
    public void TheTablesNameEveryPropertyAndEveryValue()
    {
        string section = Section("The attribute");
        PropertyInfo[] properties = [.. typeof(ConvAttribute).GetProperties(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)];

        Assert.All(properties.Where(static property => property.CanWrite), property =>
        {
            Assert.Contains($"`{property.Name}`", section, StringComparison.Ordinal);

            if (property.PropertyType.IsEnum)
            {
                Assert.All(Enum.GetNames(property.PropertyType), name =>
                    Assert.Contains($"`{name}`", section, StringComparison.Ordinal));
            }
        });
    }

    [Fact]
    public void TheMessagesStandOnTheHelpPage()
    {
        string page = File.ReadAllText(Path.Combine(Root, "docs", "diagnostics.md")).ReplaceLineEndings("\n");
        string[] messages = [.. Lines(Section("Diagnostics")).Where(
            static line => line.StartsWith("error CONV", StringComparison.Ordinal))];

        Assert.NotEmpty(messages);
        Assert.All(messages, message =>
        {
            string id = message["error ".Length..message.IndexOf(':')];
            string section = page[page.IndexOf($"\n## {id}\n", StringComparison.Ordinal)..];
            int quote = section.IndexOf("\n> ", StringComparison.Ordinal) + 3;

            Assert.Equal(message[(message.IndexOf(':') + 2)..], section[quote..section.IndexOf('\n', quote)]);
        });
    }

    /// <summary>Counts the lines from the excerpt's beginning that the file has in the same order.</summary>
    private static int Found(string[] excerpt, string[] file)
    {
        int next = 0;

        foreach (string line in file)
        {
            if (next < excerpt.Length && line == excerpt[next])
            {
                next++;
            }
        }

        return next;
    }

    private static string[] Lines(string text)
    {
        return text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Section(string title)
    {
        string start = $"\n## {title}\n";
        int from = Text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return Text[from..Text.IndexOf("\n## ", from, StringComparison.Ordinal)];
    }

    private static string RootFolder([CallerFilePath] string path = "")
    {
        return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
    }
}
