using System.Collections.Immutable;
using System.Xml.Linq;

namespace PipAi.LocalCloud.S3.Protocol;

/// <summary>
/// What an XML document may hold, written as <c>Delete{Object*{Key VersionId} Quiet}</c>: elements in braces stand inside, a star may
/// come many times, an exclamation mark is known to S3 and not done here.
/// </summary>
internal sealed record XmlShape(string Name, ImmutableArray<XmlShape> Inside)
{
    /// <summary>Whether it may be there many times.</summary>
    public bool IsMany { get; init; }

    /// <summary>Whether S3 has it and this service does not.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Reads the written form.</summary>
    public static XmlShape Parse(string text)
    {
        var place = 0;
        return Read(text, ref place);
    }

    /// <summary>Every element that it takes, as <c>Object.Key</c>, without the root.</summary>
    public IEnumerable<string> Paths() => Inside
        .Where(element => !element.IsRefused)
        .SelectMany(element => element.Inside.IsEmpty ? [element.Name] : element.Paths().Select(path => $"{element.Name}.{path}"));

    /// <summary>Refuses a document with an element that is not in the shape, naming it.</summary>
    /// <exception cref="Signatures.AwsException"><c>NotImplemented</c> for what S3 has, <c>MalformedXML</c> for all else.</exception>
    public void Verify(XElement element)
    {
        var seen = new HashSet<string>();
        foreach (var child in element.Elements())
        {
            var name = child.Name.LocalName;
            if (Inside.FirstOrDefault(known => known.Name == name) is not { } known)
                throw S3Errors.MalformedXml($"'{name}' does not belong in '{Name}'");
            if (known.IsRefused) throw S3Errors.NotImplemented($"the element '{name}' in '{Name}'");
            if (!seen.Add(name) && !known.IsMany) throw S3Errors.MalformedXml($"'{name}' is there twice in '{Name}'");
            known.Verify(child);
        }
    }

    private static XmlShape Read(string text, ref int place)
    {
        var start = place;
        while (place < text.Length && char.IsLetterOrDigit(text[place])) place++;
        var name = text[start..place];
        var (many, refused) = (Skip(text, ref place, '*'), Skip(text, ref place, '!'));
        var inside = ImmutableArray.CreateBuilder<XmlShape>();
        if (Skip(text, ref place, '{'))
        {
            while (!Skip(text, ref place, '}'))
            {
                inside.Add(Read(text, ref place));
                Skip(text, ref place, ' ');
            }
        }

        return new XmlShape(name, inside.ToImmutable()) { IsMany = many, IsRefused = refused };
    }

    private static bool Skip(string text, ref int place, char sign)
    {
        if (place == text.Length || text[place] != sign) return false;
        place++;
        return true;
    }
}
