using System.Linq;

namespace ConvGen.Generator.Models;

/// <content>Parameter and operation counts. A count that does not fit stays at long.MaxValue.</content>
internal sealed partial record ConvSpec
{
    /// <summary>The weights of all filters: kernel extents · channels a group · filters.</summary>
    public long WeightCount => SaturatingMath.Product(WeightFactors);

    public long BiasCount => Bias ? Filters : 0;

    public long ParameterCount => SaturatingMath.Add(WeightCount, BiasCount);

    /// <summary>How the parameters add up, such as <c>3·3·3·3·16 + 16 = 1,312</c>.</summary>
    public string ParameterArithmetic
    {
        get
        {
            string bias = Bias ? $" + {ExtentText.Count(BiasCount)}" : string.Empty;

            return $"{WeightArithmetic}{bias} = {ExtentText.Count(ParameterCount)}";
        }
    }

    /// <summary>The weights as a product, such as <c>3·3·3·3·16</c>: kernel extents, channels a group, filters.</summary>
    public string WeightArithmetic => ExtentText.Product(WeightFactors);

    /// <summary>
    /// The multiply-adds of one image, every tap of every output position counted, also those that meet padding;
    /// 0 when the input's extent is not known.
    /// </summary>
    public long MultiplyAdds => HasInput ? SaturatingMath.Multiply(SaturatingMath.Product(Output), WeightCount) : 0;

    private EquatableArray<int> WeightFactors => new(Kernel.Concat([ChannelsPerGroup, Filters]));
}
