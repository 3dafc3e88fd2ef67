using System;
using System.IO;
using Xunit;

namespace ConvGen.Tests.Weights;

/// <summary>What is read from npy files, and what is refused.</summary>
public class NpyFileTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(1, false)]
    public void ReadsFloat32OfEveryVersion(byte major, bool seekable)
    {
        NpyArray array = WeightBytes.Read(WeightBytes.SmallNpy(major), seekable, NpyFile.Read);
        Assert.Equal([2, 2], array.Shape);
        Assert.Equal([1f, -2.5f, 0.1f, float.PositiveInfinity], array.Data);
    }

    [Fact]
    public void RoundsFloat64()
    {
        byte[] data = [.. BitConverter.GetBytes(0.1), .. BitConverter.GetBytes(-1e300), .. BitConverter.GetBytes(3.0)];
        byte[] file = WeightBytes.Npy(WeightBytes.NpyHeader("<f8", "(3,)"), data);
        NpyArray array = WeightBytes.Read(file, true, NpyFile.Read);
        Assert.Equal([3], array.Shape);
        Assert.Equal([0.1f, float.NegativeInfinity, 3f], array.Data);
    }

    [Fact]
    public void ReadsScalarsEmptyArraysAndKeysInAnyOrder()
    {
        byte[] scalar = WeightBytes.Npy(WeightBytes.NpyHeader("<f4", "()"), [0, 0, 0x80, 0x3F]);
        Assert.Empty(WeightBytes.Read(scalar, true, NpyFile.Read).Shape);
        Assert.Equal([1f], WeightBytes.Read(scalar, true, NpyFile.Read).Data);

        byte[] empty = WeightBytes.Npy("""{"shape":(3,0),"descr":"<f4","fortran_order":False}""", []);
        Assert.Equal([3, 0], WeightBytes.Read(empty, true, NpyFile.Read).Shape);
        Assert.Empty(WeightBytes.Read(empty, true, NpyFile.Read).Data);
    }

    [Fact]
    public void ReadsFromAPath()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, WeightBytes.SmallNpy());
            Assert.Equal(-2.5f, NpyFile.Read(path).Data[1]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(">f4")]
    [InlineData("<i8")]
    [InlineData("<f2")]
    [InlineData("|u1")]
    [InlineData("=f4")]
    [InlineData("<c8")]
    [InlineData("|O")]
    public void OtherTypesAreRefusedByName(string descr) =>
        Refused(WeightBytes.NpyHeader(descr, "(4,)"), $"dtype '{descr}'");

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }", "fortran_order: True")]
    [InlineData("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (4,), }", "structured dtype")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (4,), }", "expected True or False, got '0, ")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4), }", "after the only extent")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': [4], }", "expected '(', got '[4]")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-4,), }", "got '-4,")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4.0,), }", "got '.0,")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1e3,), }", "got 'e3,")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776,), }", "got '1099511627776,")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536), }", "more elements")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647), }", "more elements")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (5,), }", "takes 20 bytes, but only 16 follow")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,), }", "takes 2000000000 bytes, but only 16 follow")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "belong to nothing")]
    [InlineData("{'fortran_order': False, 'shape': (4,), }", "descr is missing")]
    [InlineData("{'descr': '<f4', 'shape': (4,), }", "fortran_order is missing")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", "shape is missing")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (4,)}", "got 'descr'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), 'x': 1}", "got 'x'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4,)} x", "nothing after the dictionary")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4,)", "expected '}', got the end")]
    [InlineData("{'descr", "has no end")]
    [InlineData("", "expected '{', got the end")]
    public void ABadHeaderIsRefused(string header, string words) => Refused(header, words);

    [Fact]
    public void OtherFilesAndVersionsAreRefused()
    {
        byte[] zip = [(byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0, 0, 0];
        WeightBytes.Refused(zip, NpyFile.Read, "not an npy file");
        byte[] file = WeightBytes.SmallNpy();
        file[6] = 4;
        WeightBytes.Refused(file, NpyFile.Read, "Version 4.0");
        file[6] = 1;
        file[7] = 1;
        WeightBytes.Refused(file, NpyFile.Read, "Version 1.1");
    }

    [Fact]
    public void AGiantHeaderCostsNoMemory()
    {
        byte[] file = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 2, 0, 0xFF, 0xFF, 0xFF, 0xFF];
        WeightBytes.Refused(file, NpyFile.Read, "claims 4294967295 bytes");
        byte[] claim = WeightBytes.Npy(WeightBytes.NpyHeader("<f4", "(500000000,)"), new byte[16]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<WeightFileException>(() => WeightBytes.Read(claim, false, NpyFile.Read));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static void Refused(string header, string words) =>
        WeightBytes.Refused(WeightBytes.Npy(header, new byte[16]), NpyFile.Read, words);
}
