using System.Xml.Linq;
using PipAi.LocalCloud.S3.Checksums;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Listings;

/// <summary>What the three object listings share: prefix, delimiter, page size, encoding, and a page filling up.</summary>
internal sealed class Listing
{
    private readonly List<XElement> items = [];
    private readonly List<string> prefixes = [];
    private readonly bool encode;

    /// <summary>Reads the common parameters.</summary>
    /// <param name="request">The request.</param>
    /// <param name="size">The query parameter that says how long a page may be.</param>
    /// <param name="most">The longest page there is.</param>
    public Listing(S3Request request, string size = "max-keys", int most = 1000)
    {
        Prefix = request.Query("prefix") ?? "";
        Delimiter = request.Query("delimiter") ?? "";
        encode = request.Query("encoding-type") switch
        {
            null or "" => false,
            "url" => true,
            var other => throw S3Errors.InvalidArgument($"Invalid Encoding Method specified in Request: encoding-type '{other}'"),
        };
        MaxKeys = Paging.Size(request, size, most);
    }

    /// <summary>Only keys that begin with it are listed.</summary>
    public string Prefix { get; }

    /// <summary>Keys that have it after the prefix are rolled up; empty for none.</summary>
    public string Delimiter { get; }

    /// <summary>The most entries of a page, keys and common prefixes together.</summary>
    public int MaxKeys { get; }

    /// <summary>Whether there is more than fits the page.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>The number of entries so far.</summary>
    public int Count => items.Count + prefixes.Count;

    /// <summary>The place at which to start: no key before it is in the list.</summary>
    public int Start(ObjectIndex objects, string after) =>
        objects.PlaceOf(Utf8Order.Instance.Compare(Prefix, after) > 0 ? Prefix : after);

    /// <summary>The prefix a key is rolled up to, or null.</summary>
    public string? CommonPrefix(string key)
    {
        if (Delimiter.Length == 0) return null;
        var place = key.IndexOf(Delimiter, Prefix.Length, StringComparison.Ordinal);
        return place < 0 ? null : key[..(place + Delimiter.Length)];
    }

    /// <summary>Adds an entry, unless the page is full.</summary>
    public bool TryAdd(XElement item) => HasRoom() && Added(items, item);

    /// <summary>Adds a common prefix once, unless the page is full.</summary>
    public bool TryAddPrefix(string prefix) =>
        (prefixes.Count > 0 && prefixes[^1] == prefix) || (HasRoom() && Added(prefixes, prefix));

    /// <summary>A text as the client asked for it: percent-encoded or plain.</summary>
    public string Encode(string text) => encode ? PercentEncoding.Encode(text, keepSlashes: true) : text;

    /// <summary>The document: head elements, then what was added.</summary>
    public XElement Document(string name, S3Request request, params object?[] head) => S3Xml.Element(
        name,
        S3Xml.Element("Name", request.BucketName),
        S3Xml.Element("MaxKeys", MaxKeys),
        head,
        Content());

    /// <summary>The elements that every list has: what it was asked for, whether there is more, and what was added.</summary>
    public IEnumerable<object?> Content() =>
    [
        S3Xml.Element("Prefix", Encode(Prefix)),
        Delimiter.Length == 0 ? null : S3Xml.Element("Delimiter", Encode(Delimiter)),
        encode ? S3Xml.Element("EncodingType", "url") : null,
        S3Xml.Element("IsTruncated", IsTruncated),
        items,
        prefixes.Select(prefix => S3Xml.Element("CommonPrefixes", S3Xml.Element("Prefix", Encode(prefix)))),
    ];

    /// <summary>The elements that describe a version.</summary>
    public IEnumerable<object?> Describe(string key, ObjectVersion version, bool withOwner)
    {
        yield return S3Xml.Element("Key", Encode(key));
        yield return S3Xml.Element("LastModified", S3Xml.Text(version.Created));
        if (!version.IsDeleteMarker)
        {
            yield return S3Xml.Element("ETag", $"\"{version.ETag}\"");
            yield return version.Checksums.Keys.Select(algorithm => S3Xml.Element("ChecksumAlgorithm", algorithm.Name()));
            if (version.Checksums.Count > 0)
                yield return S3Xml.Element("ChecksumType", version.HasCompositeChecksum ? "COMPOSITE" : "FULL_OBJECT");
            yield return S3Xml.Element("Size", version.Size);
            yield return S3Xml.Element("StorageClass", "STANDARD");
        }

        if (withOwner) yield return Owner.Element();
    }

    private bool HasRoom()
    {
        if (Count < MaxKeys) return true;
        // A page of no entries is complete: S3 says so even when there are keys.
        IsTruncated = MaxKeys > 0;
        return false;
    }

    private static bool Added<T>(List<T> list, T entry)
    {
        list.Add(entry);
        return true;
    }
}
