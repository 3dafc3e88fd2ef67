using System.Collections.Generic;
using System.IO;
using System.Text;

namespace VerifyTests;

/// <summary>What one verification found, and the text it fails with: the layout that Verify's tools parse.</summary>
internal sealed class SnapshotDifferences(string directory)
{
    public List<(FilePair File, string Received)> New { get; } = [];

    public List<(FilePair File, string Received, string Verified)> NotEqual { get; } = [];

    public List<string> Delete { get; } = [];

    public List<FilePair> Equal { get; } = [];

    public bool Any => New.Count + NotEqual.Count + Delete.Count > 0;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"Directory: {directory}\n");
        AppendPairs(text, "New", New.ConvertAll(static n => n.File));
        AppendPairs(text, "NotEqual", NotEqual.ConvertAll(static n => n.File));

        if (Delete.Count > 0)
        {
            text.Append("Delete:\n");
            Delete.ForEach(file => text.Append($"  - {Path.GetFileName(file)}\n"));
        }

        AppendPairs(text, "Equal", Equal);
        AppendContent(text);
        return text.ToString();
    }

    private static void AppendPairs(StringBuilder text, string heading, List<FilePair> files)
    {
        if (files.Count == 0)
        {
            return;
        }

        text.Append($"{heading}:\n");

        foreach (FilePair file in files)
        {
            text.Append($"  - Received: {Path.GetFileName(file.ReceivedPath)}\n");
            text.Append($"    Verified: {Path.GetFileName(file.VerifiedPath)}\n");
        }
    }

    private void AppendContent(StringBuilder text)
    {
        if (New.Count + NotEqual.Count == 0)
        {
            return;
        }

        text.Append("\nFileContent:\n\n");

        if (New.Count > 0)
        {
            text.Append("New:\n\n");
        }

        foreach ((FilePair file, string received) in New)
        {
            text.Append($"Received: {Path.GetFileName(file.ReceivedPath)}\n{received}\n\n");
        }

        if (NotEqual.Count > 0)
        {
            text.Append("NotEqual:\n\n");
        }

        foreach ((FilePair file, string received, string verified) in NotEqual)
        {
            text.Append($"Received: {Path.GetFileName(file.ReceivedPath)}\n{received}\n");
            text.Append($"Verified: {Path.GetFileName(file.VerifiedPath)}\n{verified}\n\n");
        }
    }
}
