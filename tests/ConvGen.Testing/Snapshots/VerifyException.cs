using System;

namespace VerifyTests;

/// <summary>A snapshot is new, differs or is no longer produced.</summary>
public sealed class VerifyException(string message) : Exception(message);
