using Xunit.Abstractions;

namespace ConvGen.Tests.Support;

/// <summary>A case's name as the argument of a theory. A plain string would be cut after fifty letters in reports.</summary>
public sealed class CaseName : IXunitSerializable
{
    /// <summary>Makes a name that is yet to be deserialized.</summary>
    public CaseName()
        : this("")
    {
    }

    public CaseName(string value)
    {
        Value = value;
    }

    public string Value { get; private set; }

    /// <inheritdoc/>
    public void Deserialize(IXunitSerializationInfo info)
    {
        Value = info.GetValue<string>(nameof(Value));
    }

    /// <inheritdoc/>
    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(Value), Value);
    }

    public override string ToString()
    {
        return Value;
    }
}
