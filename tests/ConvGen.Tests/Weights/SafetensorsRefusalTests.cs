using System;
using System.Text;
using Xunit;

namespace ConvGen.Tests.Weights;

/// <summary>Headers that are damaged or hostile: each is refused by name, and costs nothing.</summary>
public class SafetensorsRefusalTests
{
    private static readonly byte[] FourBytes = [0, 0, 0x80, 0x3F];

    [Theory]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "F32 of shape [2] does not take the 4 bytes")]
    [InlineData("""{"t":{"dtype":"I8","shape":[1],"data_offsets":[0,4]}}""", "I8 of shape [1] does not take the 4 bytes")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "end before they begin")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "leaves a hole")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "got '-4'")]
    [InlineData("""{"t":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "got '-1'")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1e3],"data_offsets":[0,4]}}""", "got '1e3'")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}""", "got '1.0'")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4.0]}}""", "got '4.0'")]
    [InlineData("""{"t":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", "got the string '1'")]
    [InlineData("""{"t":{"dtype":"F32","shape":[null],"data_offsets":[0,4]}}""", "got 'null'")]
    [InlineData("""{"t":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", "shape to be an array")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1099511627776],"data_offsets":[0,4398046511104]}}""", "got '1099511627776'")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775808]}}""", "got '9223372036854775808'")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", "does not take the 4 bytes")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1073741824,4,1073741824],"data_offsets":[0,0]}}""", "does not take the 0 bytes")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", "got 1 numbers")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", "got 3 numbers")]
    [InlineData("""{"t":{"dtype":"F8","shape":[4],"data_offsets":[0,4]}}""", "dtype 'F8'")]
    [InlineData("""{"t":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", "dtype 'f32'")]
    [InlineData("""{"t":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}""", "dtype to be a string")]
    [InlineData("""{"t":{"dtype":"F4","shape":[9],"data_offsets":[0,4]}}""", "F4 of shape [9]")]
    [InlineData("""{"t":{"shape":[1],"data_offsets":[0,4]}}""", "dtype is missing")]
    [InlineData("""{"t":{"dtype":"F32","data_offsets":[0,4]}}""", "shape is missing")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1]}}""", "data_offsets is missing")]
    [InlineData("""{"t":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "each once; got 'dtype'")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"crc":1}}""", "each once; got 'crc'")]
    [InlineData("""{"t":[]}""", "the description to be an object, got an array")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"t":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", "occurs twice")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0074":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", "occurs twice")]
    [InlineData("""{"s":{"dtype":"I8","shape":[3],"data_offsets":[0,3]},"t":{"dtype":"I8","shape":[2],"data_offsets":[2,4]}}""", "overlaps")]
    [InlineData("""{"s":{"dtype":"I8","shape":[1],"data_offsets":[0,1]},"t":{"dtype":"I8","shape":[2],"data_offsets":[2,4]}}""", "leaves a hole")]
    public void ABadTensorIsRefusedByName(string header, string words) =>
        Assert.Equal("t", Refused(header, words).Tensor);

    [Theory]
    [InlineData("", "does not begin with '{'")]
    [InlineData(""" {"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "does not begin with '{'")]
    [InlineData("[]", "does not begin with '{'")]
    [InlineData("{", "not valid JSON")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}}""", "not valid JSON")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},}""", "not valid JSON")]
    [InlineData("""{/**/"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "not valid JSON")]
    [InlineData("""{"t":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}""", "not valid JSON")]
    [InlineData("""{"t":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}""", "not valid JSON")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "not valid Unicode")]
    [InlineData("""{"__metadata__":{"n":1},"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "'n' to be a string")]
    [InlineData("""{"__metadata__":{"n":"","n":""},"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "'n' occurs twice")]
    [InlineData("""{"__metadata__":[],"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "metadata to be an object")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "takes 8 bytes, but only 4 follow")]
    [InlineData("""{"t":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}""", "belong to nothing")]
    [InlineData("{}", "belong to nothing")]
    public void ABadFileIsRefused(string header, string words) => Refused(header, words);

    [Fact]
    public void DeepNestingAndInvalidTextAreRefused()
    {
        Refused("""{"t":{"shape":[0,""" + new string('[', 100_000), "not valid JSON");
        byte[] latin1 = Encoding.Latin1.GetBytes("""{"é":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""");
        WeightBytes.Refused(WeightBytes.Safetensors(latin1, FourBytes), SafetensorsFile.Read, "not valid UTF-8");
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, "claims 18446744073709551615 bytes")]
    [InlineData(new byte[] { 0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0 }, "claims 100000001 bytes")]
    [InlineData(new byte[] { 0x00, 0xE1, 0xF5, 0x05, 0, 0, 0, 0 }, "takes 100000000 bytes, but only 2 follow")]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0 }, "takes 3 bytes, but only 2 follow")]
    public void ALengthThatTheFileDoesNotHaveIsRefused(byte[] length, string words) =>
        WeightBytes.Refused([.. length, (byte)'{', (byte)'}'], SafetensorsFile.Read, words);

    [Theory]
    [InlineData("""{"t":{"dtype":"F32","shape":[500000000],"data_offsets":[0,2000000000]}}""")]
    [InlineData("""{"t":{"dtype":"I8","shape":[2147483647,2147483647],"data_offsets":[0,4611686014132420609]}}""")]
    public void ClaimsCostNoMemory(string header)
    {
        byte[] file = WeightBytes.Safetensors(header, FourBytes);
        foreach (bool seekable in new[] { true, false })
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<WeightFileException>(() => WeightBytes.Read(file, seekable, SafetensorsFile.Read));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void AMessageStaysReadable()
    {
        string name = "\\n\\u0000" + new string('x', 10_000);
        string zeros = string.Join(",", new int[10_000]);
        WeightFileException error = Refused(
            $$"""{"{{name}}":{"dtype":"F32","shape":[{{zeros}}],"data_offsets":[0,4]} }""", "10000 extents");
        Assert.InRange(error.Message.Length, 100, 500);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    private static WeightFileException Refused(string header, string words) =>
        WeightBytes.Refused(WeightBytes.Safetensors(header, FourBytes), SafetensorsFile.Read, words);
}
