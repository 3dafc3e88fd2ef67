using System.Text;

namespace ConvGen.Generator.Emission;

/// <summary>Builds source text line by line, indented, with <c>\n</c> line ends.</summary>
internal sealed class SourceWriter
{
    private const int IndentSize = 4;
    private readonly StringBuilder _text = new();
    private int _level;
    private bool _wantsNoGap = true;

    /// <summary>Gets the lines written so far.</summary>
    public int Lines { get; private set; }

    /// <summary>Writes a line, or several that are separated by <c>\n</c>. An empty one only between two others.</summary>
    public SourceWriter Line(string text = "")
    {
        foreach (string line in text.Split('\n'))
        {
            if (line.Length == 0 && _wantsNoGap)
            {
                continue;
            }

            if (line.Length > 0)
            {
                _text.Append(' ', _level * IndentSize).Append(line);
            }

            _text.Append('\n');
            Lines++;
            _wantsNoGap = line.Length == 0 || line == "{";
        }

        return this;
    }

    /// <summary>Writes what another one has, as it stands there.</summary>
    public SourceWriter Add(SourceWriter other)
    {
        _text.Append(other._text);
        Lines += other.Lines;
        _wantsNoGap = other._wantsNoGap;
        return this;
    }

    /// <summary>Writes a line and opens a block below it.</summary>
    public SourceWriter Open(string text)
    {
        return Line(text).Open();
    }

    /// <summary>Opens a block.</summary>
    public SourceWriter Open()
    {
        Line("{");
        _level++;
        return this;
    }

    /// <summary>Closes the innermost block.</summary>
    public SourceWriter Close(string end = "}")
    {
        _level--;

        if (_text.Length > 1 && _text[_text.Length - 1] == '\n' && _text[_text.Length - 2] == '\n')
        {
            _text.Length--;
            Lines--;
        }

        return Line(end);
    }

    public override string ToString()
    {
        return _text.ToString();
    }
}
