using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>How a vector of so many lanes is written in C# for an instruction set; one lane is a plain float.</summary>
internal sealed class VectorDialect(Isa isa, int lanes)
{
    private readonly string _class = $"Vector{lanes * 32}";

    public string Type => lanes == 1 ? "float" : $"{_class}<float>";

    public string Load(string address)
    {
        return lanes == 1 ? $"*({address})" : lanes == 2 ? $"{_class}.Load({address})" : $"Vectors.Load{lanes}({address})";
    }

    public string Broadcast(string value)
    {
        return lanes == 1 ? value : $"Broadcast.To{lanes}({value})";
    }

    /// <summary>a · b + c, rounded once where the instruction set can.</summary>
    public string MultiplyAdd(string a, string b, string c)
    {
        if (lanes == 1)
        {
            return $"({a} * {b}) + {c}";
        }

        if (isa == Isa.Vector128)
        {
            return $"Vector128.MultiplyAddEstimate({a}, {b}, {c})";
        }

        return lanes == 16 ? $"Avx512F.FusedMultiplyAdd({a}, {b}, {c})" : $"Fma.MultiplyAdd({a}, {b}, {c})";
    }

    /// <summary>Whether a product is subtracted in one instruction, so that no negative constant is needed.</summary>
    public bool SubtractsProducts => lanes > 1 && isa != Isa.Vector128;

    /// <summary>c − a · b, rounded once, where <see cref="SubtractsProducts"/>.</summary>
    public string MultiplySubtract(string a, string b, string c)
    {
        return lanes == 16 ? $"Avx512F.FusedMultiplyAddNegated({a}, {b}, {c})" : $"Fma.MultiplyAddNegated({a}, {b}, {c})";
    }

    /// <summary>The sum of all lanes.</summary>
    public string Sum(string vector)
    {
        return $"{_class}.Sum({vector})";
    }

    /// <summary>A mask of the last <paramref name="count"/> lanes.</summary>
    public string LastLanes(int count)
    {
        return $"{_class}.GreaterThanOrEqual({_class}<int>.Indices, {_class}.Create({lanes - count})).AsSingle()";
    }

    /// <summary>The first lanes of a wider vector.</summary>
    public string Narrow(string wide, int wideLanes)
    {
        string narrow = wide;

        for (int width = wideLanes; width > lanes; width /= 2)
        {
            narrow += ".GetLower()";
        }

        return narrow;
    }

    /// <summary>A statement that stores all lanes.</summary>
    public string StoreWhole(string vector, string address)
    {
        return lanes == 2 ? $"{_class}.Store({vector}, {address});" : $"Vectors.Store{lanes}({vector}, {address});";
    }

    /// <summary>Statements that store the first <paramref name="count"/> lanes and touch no float behind them.</summary>
    public string Store(string vector, string address, int offset, int count)
    {
        string target = AddressText.Plus(address, offset);

        if (lanes == 1)
        {
            return $"{address}[{offset}] = {vector};";
        }

        if (count == lanes)
        {
            return StoreWhole(vector, target);
        }

        if (lanes == 4)
        {
            string pair = count < 2 ? string.Empty : isa == Isa.Avx2 ? $"Vectors.Store2({vector}, {target}); " : $"Vector64.Store({vector}.GetLower(), {target}); ";
            int last = count - 1;
            return count == 2 ? pair.TrimEnd() : $"{pair}{address}[{offset + last}] = {vector}.GetElement({last});";
        }

        int half = lanes / 2;
        VectorDialect lower = new(isa, half);

        if (count <= half)
        {
            return lower.Store($"{vector}.GetLower()", address, offset, count);
        }

        return lower.StoreWhole($"{vector}.GetLower()", target) + " "
            + lower.Store($"{vector}.GetUpper()", address, offset + half, count - half);
    }
}
