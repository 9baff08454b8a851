using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Protocol;

/// <summary>S3's XML: one namespace out, any namespace in, keys with control characters in both directions.</summary>
internal static class S3Xml
{
    private static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    // XML 1.0 has no control characters; S3 writes them as character references all the same.
    private static readonly XmlWriterSettings WriterSettings = new()
    {
        CheckCharacters = false,
        Encoding = new UTF8Encoding(false),
        // A carriage return in a key would be read as a line feed.
        NewLineHandling = NewLineHandling.Entitize,
    };

    private static readonly XmlReaderSettings ReaderSettings = new()
    {
        CheckCharacters = false,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
    };

    /// <summary>An element in S3's namespace; null content is left out.</summary>
    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    /// <summary>An element with text, or null when there is no text.</summary>
    public static XElement? Optional(string name, string? text) => text is null ? null : Element(name, text);

    /// <summary>A time as S3 writes it in XML.</summary>
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The first child with that name in whatever namespace, or null.</summary>
    public static XElement? Child(this XElement element, string name) =>
        element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    /// <summary>The children with that name in whatever namespace.</summary>
    public static IEnumerable<XElement> Children(this XElement element, string name) =>
        element.Elements().Where(child => child.Name.LocalName == name);

    /// <summary>The text of the first child with that name, or null.</summary>
    public static string? Text(this XElement element, string name) => element.Child(name)?.Value;

    /// <summary>The document as UTF-8 with its declaration.</summary>
    public static byte[] Write(XElement root)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, WriterSettings)) root.Save(writer);
        return stream.ToArray();
    }

    /// <summary>Reads a client's document.</summary>
    /// <exception cref="AwsException">It is not XML, or has elements that are not in the shape.</exception>
    public static XElement Read(string text, XmlShape shape)
    {
        var root = Parse(text);
        if (root.Name.LocalName != shape.Name)
            throw S3Errors.MalformedXml($"it begins with '{root.Name.LocalName}', not with '{shape.Name}'");
        shape.Verify(root);
        return root;
    }

    /// <summary>Reads a document; whitespace is kept, for a key may be a blank.</summary>
    /// <exception cref="AwsException">It is not XML.</exception>
    public static XElement Parse(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), ReaderSettings);
            return XElement.Load(reader, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            throw S3Errors.MalformedXml();
        }
    }
}
