using System;
using Xunit;

namespace ConvGen.Package.Tests;

/// <summary>A new user installs the package and types the readme's first example.</summary>
[Collection(PackedPackage.Collection)]
public sealed class FirstKernelTests(PackedPackage package)
{
    [Fact]
    public void The_readmes_example_prints_what_the_readme_says()
    {
        (string program, string prints) = Readme.FirstKernel();
        using UserProject project = new(package.Folder, program);

        (int exitCode, string output) = project.Run();

        Assert.True(exitCode == 0, output);
        Assert.Equal(prints, output.Trim());
    }

    [Fact]
    public void A_project_that_refuses_unsafe_code_keeps_its_word_and_is_told()
    {
        using UserProject project = new(
            package.Folder, Readme.FirstKernel().Program, "<AllowUnsafeBlocks>false</AllowUnsafeBlocks>");

        (int exitCode, string output) = project.Build();

        Assert.NotEqual(0, exitCode);
        Assert.Contains("error CONV004", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_that_is_not_optimized_is_told()
    {
        using UserProject project = new(package.Folder, Readme.FirstKernel().Program);

        (int exitCode, string output) = project.Build();

        Assert.True(exitCode == 0, output);
        Assert.Contains("warning CONV029", output, StringComparison.Ordinal);
    }

    /// <remarks>Without the compiler of Native AOT, which would have to be fetched: the target is run by its name.</remarks>
    [Theory]
    [InlineData("win-x64", "", true)]
    [InlineData("linux-musl-x64", "", true)]
    [InlineData("linux-x64", "x86-64-v3", false)]
    [InlineData("linux-arm64", "", false)]
    public void A_program_compiled_ahead_of_time_for_old_processors_is_told(string runtime, string instructionSet, bool isTold)
    {
        using UserProject project = new(package.Folder, Readme.FirstKernel().Program);
        Assert.Equal(0, project.RunTarget("Restore").ExitCode);

        (int exitCode, string output) = project.RunTarget(
            "WarnOfNarrowVectors", "PublishAot=true", $"RuntimeIdentifier={runtime}", $"IlcInstructionSet={instructionSet}");

        Assert.True(exitCode == 0, output);
        Assert.Equal(isTold, output.Contains("warning CONV028", StringComparison.Ordinal));
    }
}
