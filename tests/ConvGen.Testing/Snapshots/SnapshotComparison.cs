using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace VerifyTests;

/// <summary>Holds what a test produced against the verified files on disk, byte order mark aside an ordinal comparison.</summary>
/// <param name="directory">Where the files lie.</param>
/// <param name="prefix">What the names of this verification's files begin with.</param>
/// <param name="acceptsChanges">Whether received files become the verified ones.</param>
internal sealed class SnapshotComparison(string directory, string prefix, bool acceptsChanges)
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <exception cref="VerifyException">A file is new, differs or was not produced.</exception>
    public VerifyResult Run(IReadOnlyList<SnapshotTarget> targets)
    {
        Directory.CreateDirectory(directory);

        foreach (string old in Find("received"))
        {
            File.Delete(old);
        }

        var differences = new SnapshotDifferences(directory);
        differences.Delete.AddRange(Find("verified"));

        foreach (SnapshotTarget target in targets)
        {
            Compare(target, differences);
        }

        if (acceptsChanges)
        {
            return Accept(differences);
        }

        return differences.Any ? throw new VerifyException(differences.ToString()) : new VerifyResult(differences.Equal);
    }

    private void Compare(SnapshotTarget target, SnapshotDifferences differences)
    {
        string name = target.Name is null ? prefix : $"{prefix}#{target.Name}";
        var file = new FilePair(PathOf("received"), PathOf("verified"));
        differences.Delete.Remove(file.VerifiedPath);

        // An empty file is what some diff tools leave where there was none.
        if (new FileInfo(file.VerifiedPath) is not { Exists: true, Length: > 0 })
        {
            File.WriteAllText(file.ReceivedPath, target.Text, Encoding);
            differences.New.Add((file, target.Text));
            return;
        }

        string verified = File.ReadAllText(file.VerifiedPath, Encoding);

        if (string.Equals(target.Text, verified, StringComparison.Ordinal))
        {
            differences.Equal.Add(file);
            return;
        }

        File.WriteAllText(file.ReceivedPath, target.Text, Encoding);
        differences.NotEqual.Add((file, target.Text, verified));

        string PathOf(string kind)
        {
            return Path.Combine(directory, $"{name}.{kind}.{target.Extension}");
        }
    }

    private static VerifyResult Accept(SnapshotDifferences differences)
    {
        FilePair[] changed = [.. differences.New.Select(static n => n.File), .. differences.NotEqual.Select(static n => n.File)];

        foreach (FilePair file in changed)
        {
            File.Move(file.ReceivedPath, file.VerifiedPath, overwrite: true);
        }

        differences.Delete.ForEach(File.Delete);
        return new VerifyResult([.. differences.Equal, .. changed]);
    }

    /// <summary>Finds this verification's files but not those of one whose name only begins the same.</summary>
    private string[] Find(string kind)
    {
        return
        [
            .. from path in Directory.EnumerateFiles(directory, $"*.{kind}.*")
               let name = Path.GetFileName(path)
               where name.StartsWith($"{prefix}.{kind}.", StringComparison.Ordinal)
                   || name.StartsWith($"{prefix}#", StringComparison.Ordinal)
               orderby name
               select path
        ];
    }
}
