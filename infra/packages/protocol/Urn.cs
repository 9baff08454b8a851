using System.Diagnostics.CodeAnalysis;

namespace EmbeddedPulumi.Protocol;

/// <summary>
/// The identity of a resource in a stack: <c>urn:pulumi:STACK::PROJECT::PARENTTYPE$TYPE::NAME</c>. The name may itself
/// contain <c>::</c>. The default value is the empty URN, which stands for "none".
/// </summary>
public readonly record struct Urn
{
    private const string Prefix = "urn:pulumi:";
    private const string Separator = "::";
    private const char TypeSeparator = '$';

    private readonly string? text;

    private Urn(string text) => this.text = text;

    /// <summary>True for the empty URN.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(text);

    /// <summary>The stack's name, for example <c>prod</c>.</summary>
    public string Stack => Part(0);

    /// <summary>The project's name.</summary>
    public string Project => Part(1);

    /// <summary>The types of the parents and of the resource, joined by <c>$</c>; the root stack is left out.</summary>
    public string QualifiedType => Part(2);

    /// <summary>The resource's own type token, for example <c>aws:s3/bucket:Bucket</c>.</summary>
    public string Type
    {
        get
        {
            var qualified = QualifiedType;
            return qualified[(qualified.LastIndexOf(TypeSeparator) + 1)..];
        }
    }

    /// <summary>The logical name that the program gave the resource.</summary>
    public string Name => Part(3);

    /// <summary>Makes a URN from its parts; <paramref name="parentQualifiedType"/> is empty for a child of the root stack.</summary>
    public static Urn Create(string stack, string project, string parentQualifiedType, string type, string name)
    {
        var qualified = parentQualifiedType.Length == 0 || parentQualifiedType == TypeTokens.Stack
            ? type
            : parentQualifiedType + TypeSeparator + type;
        return new Urn(string.Concat(Prefix + stack, Separator + project, Separator + qualified, Separator + name));
    }

    /// <summary>Reads a URN.</summary>
    /// <exception cref="FormatException">The text is not a URN; the message quotes it.</exception>
    public static Urn Parse(string text) => TryParse(text, out var urn)
        ? urn
        : throw new FormatException($"'{text}' is not a URN: it must read urn:pulumi:STACK::PROJECT::TYPE::NAME.");

    /// <summary>Reads a URN, or says that the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Urn urn)
    {
        urn = default;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var separators = 0;
        for (var at = Prefix.Length; separators < 3; separators++)
        {
            at = text.IndexOf(Separator, at, StringComparison.Ordinal);
            if (at < 0) return false;
            at += Separator.Length;
        }

        urn = new Urn(text);
        return true;
    }

    /// <summary>The same resource under another name.</summary>
    public Urn WithName(string name) =>
        new(string.Concat(Prefix + Stack, Separator + Project, Separator + QualifiedType, Separator + name));

    /// <summary>The URN's text, empty for the empty URN.</summary>
    public override string ToString() => text ?? "";

    private string Part(int index)
    {
        if (IsEmpty) return "";
        var start = Prefix.Length;
        for (var i = 0; i < index; i++) start = text!.IndexOf(Separator, start, StringComparison.Ordinal) + Separator.Length;
        // The name is the rest, whatever it contains.
        var end = index == 3 ? text!.Length : text!.IndexOf(Separator, start, StringComparison.Ordinal);
        return text[start..end];
    }
}
