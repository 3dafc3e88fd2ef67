using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;
using ConvGen.Testing;

namespace ConvGen.Tests.Jit;

/// <summary>Layers whose kernels are the longest of their family, compiled together.</summary>
internal static class LargestLayers
{
    /// <summary>Gets the layers: every way in which emitted code can grow.</summary>
    public static IReadOnlyList<LayerSource> All { get; } =
    [
        new("3x3x3", 512, 512),
        new("3x3x3", 512, 512) { Input = "8x14x14", Padding = "same" },
        new("3x3x3", 512, 512) { Padding = "same", Algorithm = Algorithm.Direct, Layout = Layout.FramesFirst },
        new("3x3x3", 32, 32) { Input = "16x56x56", Padding = "same", Algorithm = Algorithm.Winograd },
        new("3x3x3", 32, 49) { Padding = "same", Algorithm = Algorithm.Winograd, Activation = Activation.Mish },
        new("5x5x5", 64, 64) { Padding = "same", Algorithm = Algorithm.Winograd, Activation = Activation.HardSwish },
        new("5x5x5", 24, 31) { Input = "9x15x17", Padding = "same", Algorithm = Algorithm.Winograd },
        new("3x3", 4096, 4096) { Algorithm = Algorithm.Winograd },
        new("5x5", 2048, 511) { Padding = "same", Algorithm = Algorithm.Winograd, Activation = Activation.LeakyRelu },
        new("7x7", 3, 64) { Input = "224x224", Stride = "2", Padding = "3" },
        new("7x7", 3, 64) { Stride = "2", Padding = "same", Activation = Activation.HardSigmoid },
        new("11x11", 3, 96) { Input = "227x227", Stride = "4", Padding = "0" },
        new("11x11", 127, 255) { Padding = "same", Activation = Activation.HardSwish },
        new("31x31", 48, 48) { Groups = 48, Padding = "same" },
        new("1x1", 2048, 2048),
        new("1x1", 2048, 2048) { Input = "7x7", Activation = Activation.LeakyRelu },
        new("1x1", 1, 1) { Input = "224x224" },
        new("1x1", 3, 4095) { Stride = "2" },
        new("7x7", 768, 768) { Groups = 768, Input = "56x56", Padding = "same", Activation = Activation.HardSwish },
        new("7x7", 767, 767) { Groups = 767, Padding = "same", Activation = Activation.GeluTanh },
        new("3x3", 64, 192) { Groups = 64, Padding = "same" },
        new("3x3x3", 255, 255) { Groups = 255, Dilation = "2", Padding = "same", PaddingMode = PaddingMode.Circular },
        new("32x32", 64, 64) { Groups = 64, Padding = "same", Activation = Activation.HardSwish },
        new("6x6", 64, 64) { Groups = 8, Input = "40x40", Padding = "same" },
        new("31x31", 256, 512) { Groups = 8, Padding = "same", Activation = Activation.Mish },
        new("3x3", 512, 1024) { Groups = 32, Input = "28x28", Padding = "same" },
        new("5x5", 66, 51) { Groups = 3, Dilation = "1x3", Padding = "same", Activation = Activation.Silu },
        .. Enumerable.Range(16, 17).Select(static filters => new LayerSource("3x3", 5, filters) { Input = "19x47" }),
        new("3x3", 512, 512) { Dilation = "6", Padding = "same", Activation = Activation.Gelu },
        new("3x3x3", 64, 95) { Dilation = "2x3x4", Stride = "2", PaddingMode = PaddingMode.Reflect, Padding = "1" },
        new("1025", 1, 17) { Activation = Activation.Softplus },
        new("9", 1024, 1023) { Layout = Layout.ChannelsFirst, Activation = Activation.Relu6 },
    ];

    private static readonly Lazy<Dictionary<LayerSource, MethodBase[]>> Methods = new(Compile);

    /// <summary>Gets the methods generated for a layer: its class and the kernels of every instruction set.</summary>
    public static IReadOnlyList<MethodBase> MethodsOf(LayerSource layer)
    {
        return Methods.Value[layer];
    }

    private static Dictionary<LayerSource, MethodBase[]> Compile()
    {
        StringBuilder text = new("using ConvGen;\n");

        foreach ((int index, LayerSource layer) in All.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"{layer.ToAttribute()} public partial class {Name(index)};\n");
        }

        // Unlike the tests that run layers, this one needs no adapters, so that all is generated code.
        Assembly assembly = CompilationCache.Load(text.ToString());
        return All.Index().ToDictionary(
            static entry => entry.Item,
            entry => assembly.GetTypes().Where(type => IsOf(type, Name(entry.Index))).SelectMany(Bodies).ToArray());
    }

    private static string Name(int index)
    {
        return string.Create(CultureInfo.InvariantCulture, $"Layer{index}");
    }

    private static bool IsOf(Type type, string layer)
    {
        // Those in the namespace above are the kernels that layers share.
        return type.FullName == layer || type.Namespace == $"ConvGen.Generated.{layer}_Kernels" || type.Namespace == "ConvGen.Generated";
    }

    private static IEnumerable<MethodBase> Bodies(Type type)
    {
        const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic
            | BindingFlags.Static | BindingFlags.Instance;
        return type.GetMethods(Own).Concat<MethodBase>(type.GetConstructors(Own)).Where(static method => method.GetMethodBody() is not null);
    }
}
