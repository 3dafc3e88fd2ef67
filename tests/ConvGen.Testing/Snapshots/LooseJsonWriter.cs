using System;
using System.Collections.Generic;
using System.Text;

namespace VerifyTests;

/// <summary>
/// Writes JSON the way Verify does: two spaces of indentation, neither names nor values quoted or escaped, LF, no line
/// end after the last brace.
/// </summary>
internal sealed class LooseJsonWriter
{
    private readonly StringBuilder _text = new();
    private readonly Stack<bool> _isEmpty = new();
    private bool _afterName;

    public void BeginObject()
    {
        Begin('{');
    }

    public void EndObject()
    {
        End('}');
    }

    public void BeginArray()
    {
        Begin('[');
    }

    public void EndArray()
    {
        End(']');
    }

    public void Name(string name)
    {
        NextItem();
        _text.Append(name).Append(':');
        _afterName = true;
    }

    /// <summary>Writes a value; one of several lines begins on a line of its own and is not indented.</summary>
    public void Value(string value)
    {
        bool isMember = _afterName;
        BeforeValue();

        if (isMember && value.Contains('\n', StringComparison.Ordinal))
        {
            // In place of the blank after the colon.
            _text.Length--;

            if (value[0] != '\n')
            {
                _text.Append('\n');
            }
        }

        _text.Append(value);
    }

    /// <summary>Writes a comment before a member's value; the value follows on the line after it.</summary>
    public void Comment(string lines)
    {
        _text.Append(" /*\n").Append(lines).Append("*/\n");
    }

    public void Member(string name, string value)
    {
        Name(name);
        Value(value);
    }

    public void MemberUnlessBlank(string name, string value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            Member(name, value);
        }
    }

    public override string ToString()
    {
        return _text.ToString();
    }

    private void Begin(char bracket)
    {
        BeforeValue();
        _text.Append(bracket);
        _isEmpty.Push(true);
    }

    private void End(char bracket)
    {
        if (!_isEmpty.Pop())
        {
            NewLine();
        }

        _text.Append(bracket);
    }

    private void BeforeValue()
    {
        if (_afterName)
        {
            _text.Append(' ');
            _afterName = false;
        }
        else if (_isEmpty.Count > 0)
        {
            NextItem();
        }
    }

    private void NextItem()
    {
        if (!_isEmpty.Pop())
        {
            _text.Append(',');
        }

        _isEmpty.Push(false);
        NewLine();
    }

    private void NewLine()
    {
        _text.Append('\n').Append(' ', 2 * _isEmpty.Count);
    }
}
