using System;
using System.IO;
using Xunit;
using Xunit.Abstractions;

namespace ConvGen.Tests.Weights;

/// <summary>Files cut off anywhere or with random bytes changed: refused with our exception or read, nothing else.</summary>
public class DamagedWeightFileTests(ITestOutputHelper output)
{
    [Fact]
    public void EveryBeginningOfASafetensorsFileIsRefused() =>
        RefuseEveryBeginning(WeightBytes.SmallSafetensors(), SafetensorsFile.Read);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void EveryBeginningOfAnNpyFileIsRefused(byte major) =>
        RefuseEveryBeginning(WeightBytes.SmallNpy(major), NpyFile.Read);

    [Fact]
    public void AChangedSafetensorsFileIsReadOrRefused() =>
        ReadMutations(WeightBytes.SmallSafetensors(), ReadAllTensors);

    [Fact]
    public void AChangedNpyFileIsReadOrRefused() => ReadMutations(WeightBytes.SmallNpy(), NpyFile.Read);

    private static void RefuseEveryBeginning<T>(byte[] file, Func<Stream, string, T> read)
    {
        for (int length = 0; length < file.Length; length++)
        {
            WeightBytes.Refused(file[..length], read, "cut off");
        }
    }

    private static int ReadAllTensors(Stream stream, string name)
    {
        SafetensorsFile file = SafetensorsFile.Read(stream, name);
        int values = 0;
        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            values += file.GetTensor(tensor.Name).Length;
        }

        return values;
    }

    private void ReadMutations<T>(byte[] original, Func<Stream, string, T> read)
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int readable = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] file = (byte[])original.Clone();
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                // Half of the changes are to characters that mean something to a parser.
                file[random.Next(file.Length)] = random.Next(2) == 0
                    ? (byte)random.Next(256)
                    : (byte)"{}[]()\"\\',:-0189eu "[random.Next(19)];
            }

            try
            {
                WeightBytes.Read(file, random.Next(2) == 0, read);
                readable++;
            }
            catch (WeightFileException)
            {
                // The only way to refuse; anything else fails the test with the seed in its output.
            }
        }

        // Changes to the data alone leave a file valid; were nothing read, the test would test nothing.
        Assert.InRange(readable, 1, 19_999);
    }
}
