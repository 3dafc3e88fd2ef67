using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace ConvGen;

/// <summary>
/// Reads the header of an npy file, a Python literal:
/// <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>, padded with spaces and a line feed.
/// </summary>
internal ref struct NpyHeaderReader
{
    private readonly string _file;
    private ReadOnlySpan<char> _rest;

    private NpyHeaderReader(ReadOnlySpan<char> header, string file)
    {
        _file = file;
        _rest = header;
    }

    /// <summary>Reads a header.</summary>
    /// <param name="header">The bytes of the header, padding included.</param>
    /// <param name="file">The name of the file in messages.</param>
    /// <exception cref="WeightFileException">The header is anything but the three keys, each once.</exception>
    public static NpyHeader Read(ReadOnlySpan<byte> header, string file)
    {
        // All that a plain array needs is ASCII, which Latin-1 (versions 1.0, 2.0) and UTF-8 (3.0) share.
        return new NpyHeaderReader(Encoding.Latin1.GetString(header), file).ReadDictionary();
    }

    private NpyHeader ReadDictionary()
    {
        string? dtype = null;
        bool? fortranOrder = null;
        int[]? shape = null;
        Expect('{');
        while (!Accept('}'))
        {
            string key = ReadString("a key");
            Expect(':');
            switch (key)
            {
                case "descr" when dtype is null:
                    dtype = ReadType();
                    break;
                case "fortran_order" when fortranOrder is null:
                    fortranOrder = ReadBoolean();
                    break;
                case "shape" when shape is null:
                    shape = ReadShape();
                    break;
                default:
                    throw Error($"expected descr, fortran_order and shape, each once; got {WeightText.Quote(key)}");
            }

            if (!Accept(','))
            {
                Expect('}');
                break;
            }
        }

        SkipSpace();
        if (!_rest.IsEmpty)
        {
            throw Error($"expected nothing after the dictionary, got {Next()}");
        }

        if (dtype is null || fortranOrder is null || shape is null)
        {
            string missing = dtype is null ? "descr" : fortranOrder is null ? "fortran_order" : "shape";
            throw Error($"expected descr, fortran_order and shape; {missing} is missing");
        }

        return new NpyHeader(dtype, fortranOrder.Value, shape);
    }

    private string ReadType()
    {
        SkipSpace();
        if (_rest.StartsWith('['))
        {
            throw new WeightFileException(_file, "A structured dtype is not supported; '<f4' and '<f8' are.");
        }

        return ReadString("descr");
    }

    private bool ReadBoolean()
    {
        SkipSpace();
        foreach (bool value in (ReadOnlySpan<bool>)[true, false])
        {
            // Python writes True and False, as .NET does.
            string word = value.ToString();
            if (_rest.StartsWith(word, StringComparison.Ordinal))
            {
                _rest = _rest[word.Length..];
                return value;
            }
        }

        throw Error($"fortran_order: expected True or False, got {Next()}");
    }

    private int[] ReadShape()
    {
        List<int> extents = [];
        Expect('(');
        while (!Accept(')'))
        {
            extents.Add(ReadExtent());
            bool comma = Accept(',');
            if (!comma)
            {
                // (3) is a number in Python; a tuple of one is (3,).
                if (extents.Count == 1)
                {
                    throw Error($"shape: expected ',' after the only extent, got {Next()}");
                }

                Expect(')');
                break;
            }
        }

        return [.. extents];
    }

    private int ReadExtent()
    {
        SkipSpace();
        int length = _rest.IndexOfAnyExceptInRange('0', '9');
        ReadOnlySpan<char> digits = length < 0 ? _rest : _rest[..length];
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int extent))
        {
            throw Error($"shape: expected whole numbers from 0 to {int.MaxValue}, got {Next()}");
        }

        _rest = _rest[digits.Length..];
        return extent;
    }

    private string ReadString(string what)
    {
        SkipSpace();
        if (_rest.IsEmpty || _rest[0] is not ('\'' or '"'))
        {
            throw Error($"expected {what} to be a string, got {Next()}");
        }

        int end = _rest[1..].IndexOf(_rest[0]);
        if (end < 0)
        {
            throw Error($"the string {Next()} has no end");
        }

        string value = _rest.Slice(1, end).ToString();
        _rest = _rest[(end + 2)..];
        return value;
    }

    private bool Accept(char symbol)
    {
        SkipSpace();
        bool found = _rest.StartsWith(symbol);
        _rest = found ? _rest[1..] : _rest;
        return found;
    }

    private void Expect(char symbol)
    {
        if (!Accept(symbol))
        {
            throw Error($"expected '{symbol}', got {Next()}");
        }
    }

    private void SkipSpace() => _rest = _rest.TrimStart(" \t\r\n");

    private readonly string Next() =>
        _rest.IsEmpty ? "the end" : WeightText.Quote(_rest[..Math.Min(_rest.Length, 20)].ToString());

    private readonly WeightFileException Error(string problem) =>
        new(_file, $"The header is not one of NumPy: {problem}.");
}
