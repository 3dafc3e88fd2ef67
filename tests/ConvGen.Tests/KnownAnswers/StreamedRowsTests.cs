using System;
using ConvGen.Runtime;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Rows written past the caches: at every place within a line, and nothing beside them.</summary>
[Trait("Isa", "Every")]
public sealed class StreamedRowsTests
{
    [Fact]
    public unsafe void Copies_its_floats_and_no_other()
    {
        float[] source = Data.Uniform(128, seed: 1);
        float[] destination = new float[source.Length + 64];

        for (int start = 0; start < 17; start++)
        {
            for (int count = 0; count <= 100; count++)
            {
                Array.Fill(destination, -2);

                fixed (float* from = source, to = destination)
                {
                    StreamedRows.Store(from, to + 20 + start, count);
                }

                Assert.Equal(source.AsSpan(0, count), destination.AsSpan(20 + start, count));
                Assert.Equal(-1, destination.AsSpan(0, 20 + start).IndexOfAnyExcept(-2));
                Assert.Equal(-1, destination.AsSpan(20 + start + count).IndexOfAnyExcept(-2));
            }
        }
    }
}
