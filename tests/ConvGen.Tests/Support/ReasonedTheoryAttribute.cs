using System;
using Xunit;
using Xunit.Sdk;

namespace ConvGen.Tests.Support;

/// <summary>
/// A theory whose rows may say that they do not apply: a row with a second value, a reason, is reported as skipped by
/// name, with that reason. The test method takes the first value only.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ConvGen.Tests.Support.ReasonedTheoryDiscoverer", "ConvGen.Tests")]
public sealed class ReasonedTheoryAttribute : TheoryAttribute;
