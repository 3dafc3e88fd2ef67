using System.Collections.Generic;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ConvGen.Tests.Support;

/// <summary>Turns the rows of a <see cref="ReasonedTheoryAttribute"/> into tests and skipped tests.</summary>
public sealed class ReasonedTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    /// <inheritdoc/>
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute, object[] dataRow)
    {
        return dataRow is [_, string reason]
            ? CreateTestCasesForSkippedDataRow(discoveryOptions, testMethod, theoryAttribute, [dataRow[0]], reason)
            : base.CreateTestCasesForDataRow(discoveryOptions, testMethod, theoryAttribute, dataRow);
    }
}
