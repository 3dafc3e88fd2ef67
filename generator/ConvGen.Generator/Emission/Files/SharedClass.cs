using System;

namespace ConvGen.Generator.Emission;

/// <summary>
/// A class that layers share. Where its name says all that its text depends on, the text is written
/// when it is asked for: a hundred layers that share a class then write it once.
/// </summary>
internal sealed class SharedClass : IEquatable<SharedClass>
{
    private readonly string? _text;
    private readonly string _summary = string.Empty;
    private readonly ISharedMembers? _members;

    /// <summary>A class whose text is known.</summary>
    public SharedClass(string file, string name, string text)
    {
        File = file;
        Name = name;
        _text = text;
    }

    /// <summary>A class whose name stands for its text.</summary>
    public SharedClass(string file, string name, string summary, ISharedMembers members)
    {
        File = file;
        Name = name;
        _summary = summary;
        _members = members;
    }

    /// <summary>The name of the file in which it stands, that of classes of its kind.</summary>
    public string File { get; }

    /// <summary>The name of the class, without its namespace.</summary>
    public string Name { get; }

    /// <summary>The declaration of the class.</summary>
    public string Text => _text ?? SharedClasses.Text(Name, _summary, _members!.Emit);

    /// <summary>Known texts are compared too: classes whose hashes clash stay two, and the compiler refuses the second.</summary>
    public bool Equals(SharedClass? other)
    {
        return other is not null && Name == other.Name && _text == other._text;
    }

    public override bool Equals(object? obj)
    {
        return Equals(obj as SharedClass);
    }

    public override int GetHashCode()
    {
        return Name.GetHashCode();
    }
}
