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
}
