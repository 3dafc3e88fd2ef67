using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generator.Parsing;

/// <summary>
/// Takes two states of a project as equal if whatever <see cref="ConvParser"/> may look up is the same in both: types,
/// their members, constants, usings, references and options. Comments, the bodies of members and the values of
/// variables may differ, in files that have no annotated type.
/// </summary>
/// <remarks>
/// With it most keystrokes cost a comparison of the one file that changed, where the compiler's own provider of
/// attributed types binds every annotated type once more, some 15 microseconds each. A file with an annotated type
/// must be the very same one, for the parser asks the compilation it gets about that type's syntax.
/// </remarks>
internal sealed class SameDeclarations : IEqualityComparer<Compilation>
{
    public static readonly SameDeclarations Instance = new();

    public bool Equals(Compilation? x, Compilation? y)
    {
        return ReferenceEquals(x, y)
            || (x is CSharpCompilation before
                && y is CSharpCompilation after
                && before.AssemblyName == after.AssemblyName
                && before.Options.Equals(after.Options)
                && before.ExternalReferences.SequenceEqual(after.ExternalReferences)
                && AreSame(before.SyntaxTrees, after.SyntaxTrees));
    }

    public int GetHashCode(Compilation compilation)
    {
        return compilation.AssemblyName?.GetHashCode() ?? 0;
    }

    private static bool AreSame(ImmutableArray<SyntaxTree> before, ImmutableArray<SyntaxTree> after)
    {
        if (before.Length != after.Length)
        {
            return false;
        }

        for (int index = 0; index < before.Length; index++)
        {
            if (!AreSame(before[index], after[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreSame(SyntaxTree before, SyntaxTree after)
    {
        return before == after
            || (before.FilePath == after.FilePath
                && before.Options.Equals(after.Options)
                && SyntaxFactory.AreEquivalent(before, after, topLevel: true)
                && !AnnotatedTypes.MayBeIn(after));
    }
}
