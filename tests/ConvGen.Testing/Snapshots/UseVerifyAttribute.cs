using System;
using System.Reflection;
using System.Threading;
using Xunit.Sdk;

[assembly: VerifyXunit.UseVerify]

namespace VerifyXunit;

/// <summary>
/// Remembers the running test's method, from which the snapshot files have their names. xunit 2 offers no other way;
/// Verify.Xunit puts an attribute of this name on the test assembly too.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class UseVerifyAttribute : BeforeAfterTestAttribute
{
    private static readonly AsyncLocal<MethodInfo?> Method = new();

    /// <summary>Gets the method of the test that is running in this flow of control.</summary>
    /// <exception cref="InvalidOperationException">No xunit test is running.</exception>
    public static MethodInfo CurrentMethod =>
        Method.Value ?? throw new InvalidOperationException("Verify was called outside of a running xunit test.");

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest)
    {
        Method.Value = methodUnderTest;
    }

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest)
    {
        Method.Value = null;
    }
}
