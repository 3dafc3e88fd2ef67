// netstandard2.0 lacks the marker that lets the compiler accept init accessors and records.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;
