namespace ConvGen.Generator.Models;

/// <summary>The annotated class as source text needs it: where it stands and how its partial declarations are opened.</summary>
/// <param name="Namespace">The namespace, escaped where a part of it is a keyword; empty for the global one.</param>
/// <param name="ContainingTypes">The declarations of the containing types, outermost first, such as <c>partial class Outer</c> or <c>partial struct @event</c>.</param>
/// <param name="Name">The class's name, escaped if it is a keyword.</param>
/// <param name="Accessibility">The class's declared accessibility as source text, such as <c>public</c> or <c>private protected</c>; empty when none is written.</param>
/// <param name="MetadataName">The fully qualified metadata name, such as <c>Space.Outer+Inner</c>.</param>
internal sealed record TargetType(
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string Name,
    string Accessibility,
    string MetadataName);
