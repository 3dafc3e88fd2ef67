using System;
using System.IO;
using System.Linq;
using Xunit;

namespace ConvGen.Tests.Weights;

/// <summary>What is read from valid safetensors files, and how tensors are asked for.</summary>
public class SafetensorsFileTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReadsThreeTypesIntoFloat(bool seekable)
    {
        SafetensorsFile file = WeightBytes.Read(WeightBytes.SmallSafetensors(), seekable, SafetensorsFile.Read);
        Assert.Equal([1f, -2.5f, 0.1f], file.GetTensor("w"));
        Assert.Equal([1.5f], file.GetTensor("h"));
        Assert.Equal([-2f, 3f], file.GetTensor("b", 2));
        Assert.Equal(["w", "h", "b"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(["F32", "F16", "BF16"], file.Tensors.Select(tensor => tensor.DType));
        Assert.Equal([1, 3], file.Tensors[0].Shape.ToArray());
    }

    [Fact]
    public void ReadsFromAPathAndNamesItInErrors()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, WeightBytes.SmallSafetensors());
            Assert.Equal([1.5f], SafetensorsFile.Read(path).GetTensor("h"));

            File.WriteAllBytes(path, [1, 2, 3]);
            Assert.Equal(path, Assert.Throws<WeightFileException>(() => SafetensorsFile.Read(path)).File);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void TensorsMayStandInTheDataInAnotherOrderThanInTheHeader()
    {
        byte[] file = WeightBytes.Safetensors(
            """
            {"z":{"data_offsets":[4,8],"dtype":"F32","shape":[]},
             "empty":{"dtype":"F32","shape":[0,5],"data_offsets":[4,4]},
             "\u0061":{"shape":[1,1],"dtype":"F32","data_offsets":[0,4]}}
            """,
            [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]);
        SafetensorsFile weights = WeightBytes.Read(file, true, SafetensorsFile.Read);
        Assert.Equal([2f], weights.GetTensor("z", []));
        Assert.Equal([1f], weights.GetTensor("a", 1, 1));
        Assert.Empty(weights.GetTensor("empty", 0, 5));
    }

    [Fact]
    public void AFileWithoutTensorsIsValid() =>
        Assert.Empty(WeightBytes.Read(WeightBytes.Safetensors("{}", []), false, SafetensorsFile.Read).Tensors);

    [Theory]
    [InlineData("F16", new ushort[] { 0x0001, 0x83FF, 0x0400, 0x7BFF, 0x7C00, 0xFC00, 0x8000, 0x3555 },
        new[] { 5.9604645e-8f, -6.097555e-5f, 6.1035156e-5f, 65504f, float.PositiveInfinity, float.NegativeInfinity, -0f, 0.33325195f })]
    [InlineData("BF16", new ushort[] { 0x0001, 0x807F, 0x0080, 0x7F7F, 0x7F80, 0xFF80, 0x8000, 0x3EAB },
        new[] { 9.1835496e-41f, -1.1663108e-38f, 1.17549435e-38f, 3.3895314e38f, float.PositiveInfinity, float.NegativeInfinity, -0f, 0.333984375f })]
    public void HalfPrecisionIsExactAtItsEdges(string dtype, ushort[] bits, float[] expected)
    {
        byte[] data = [.. bits.SelectMany(value => new[] { (byte)value, (byte)(value >> 8) })];
        byte[] file = WeightBytes.OneTensor(dtype, "[2,4]", data);
        float[] actual = WeightBytes.Read(file, true, SafetensorsFile.Read).GetTensor("t", 2, 4);
        Assert.Equal(expected.Select(BitConverter.SingleToUInt32Bits), actual.Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void NaNStaysNaN()
    {
        byte[] single = WeightBytes.OneTensor("F32", "[1]", [1, 0, 0xC0, 0x7F]);
        byte[] half = WeightBytes.OneTensor("F16", "[2]", [0x00, 0x7E, 0x01, 0xFC]);
        byte[] brain = WeightBytes.OneTensor("BF16", "[2]", [0xC0, 0x7F, 0x81, 0xFF]);
        float[] actual = [
            .. WeightBytes.Read(single, true, SafetensorsFile.Read).GetTensor("t"),
            .. WeightBytes.Read(half, true, SafetensorsFile.Read).GetTensor("t"),
            .. WeightBytes.Read(brain, true, SafetensorsFile.Read).GetTensor("t")];
        Assert.Equal(5, actual.Length);
        Assert.All(actual, value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [InlineData("F64", "[1]", 8)]
    [InlineData("I8", "[3]", 3)]
    [InlineData("BOOL", "[2]", 2)]
    [InlineData("C64", "[1]", 8)]
    [InlineData("F4", "[2,2]", 2)]
    [InlineData("F6_E2M3", "[4]", 3)]
    public void OtherTypesAreListedButNotRead(string dtype, string shape, int size)
    {
        SafetensorsFile file = WeightBytes.Read(
            WeightBytes.OneTensor(dtype, shape, new byte[size]), true, SafetensorsFile.Read);
        Assert.Equal(dtype, Assert.Single(file.Tensors).DType);
        WeightFileException error = Assert.Throws<WeightFileException>(() => file.GetTensor("t"));
        Assert.Contains($"dtype {dtype} ", error.Reason, StringComparison.Ordinal);
        Assert.Equal("t", error.Tensor);
    }

    [Fact]
    public void AskingForWhatIsNotThereSaysWhatIs()
    {
        SafetensorsFile file = WeightBytes.Read(WeightBytes.SmallSafetensors(), true, SafetensorsFile.Read);

        WeightFileException name = Assert.Throws<WeightFileException>(() => file.GetTensor("W"));
        Assert.Equal("test.file: tensor 'W': There is no such tensor; the file has 'w', 'h', 'b'.", name.Message);

        WeightFileException shape = Assert.Throws<WeightFileException>(() => file.GetTensor("w", 3, 1));
        Assert.Equal("test.file: tensor 'w': Expected shape [3, 1], got [1, 3].", shape.Message);
        Assert.Throws<WeightFileException>(() => file.GetTensor("w", 3));
        Assert.Throws<WeightFileException>(() => file.GetTensor("w", []));
    }

    [Fact]
    public void ArgumentsAreChecked()
    {
        Assert.Throws<ArgumentException>("path", () => SafetensorsFile.Read(""));
        Assert.Throws<ArgumentNullException>("stream", () => SafetensorsFile.Read(null!, "x"));
        Assert.Throws<ArgumentNullException>("name", () => SafetensorsFile.Read(Stream.Null, null!));
        MemoryStream closed = new();
        closed.Dispose();
        Assert.Throws<ArgumentException>("stream", () => SafetensorsFile.Read(closed, "x"));
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Read("no-such-file.safetensors"));
    }
}
