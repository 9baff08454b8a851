using System.Xml.Linq;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Rules;

/// <summary>What S3 refuses in configuration documents before it keeps them.</summary>
internal static class ConfigurationRules
{
    private static readonly string[] Algorithms = ["AES256", "aws:kms", "aws:kms:dsse"];

    /// <summary>Looks a document over.</summary>
    /// <exception cref="AwsException">S3 would refuse it.</exception>
    public static void Verify(string query, XElement root)
    {
        switch (query)
        {
            case "replication":
                if (root.Descendants().FirstOrDefault(
                    element => element.Name.LocalName == "StorageClass") is { Value: not "STANDARD" } storage)
                    throw S3Errors.NotImplemented($"the storage class '{storage.Value}' of replicas");
                break;
            case "cors":
                CrossOriginRules.Verify(root);
                break;
            case "encryption":
                VerifyEncryption(root);
                break;
            case "lifecycle":
                VerifyLifecycle(root);
                break;
            case "ownershipControls":
                VerifyOwnership(root.Child("Rule")?.Text("ObjectOwnership"));
                break;
            case "tagging":
                VerifyTags(root);
                break;
        }
    }

    /// <summary>The tags of a Tagging document.</summary>
    /// <exception cref="AwsException">There are too many, or one twice.</exception>
    public static IReadOnlyDictionary<string, string> Tags(XElement tagging, int most)
    {
        var tags = new Dictionary<string, string>();
        foreach (var tag in tagging.Child("TagSet")?.Children("Tag") ?? [])
            if (tag.Text("Key") is not { Length: > 0 and <= 128 } key || !tags.TryAdd(key, tag.Text("Value") ?? ""))
                throw new AwsException(400, "InvalidTag", "A tag key is empty, too long, or there more than once.");
        if (tags.Count > most) throw new AwsException(400, "BadRequest", $"Tags cannot be more than {most}");
        return tags;
    }

    private static void VerifyTags(XElement root) => Tags(root, 50);

    private static void VerifyOwnership(string? ownership)
    {
        if (ownership is "BucketOwnerPreferred" or "ObjectWriter")
            throw S3Errors.NotImplemented($"access control lists, which the object ownership '{ownership}' asks for");
        if (ownership != "BucketOwnerEnforced") throw S3Errors.MalformedXml();
    }

    private static void VerifyEncryption(XElement root)
    {
        var rules = root.Children("Rule").ToList();
        if (rules.Count != 1) throw S3Errors.MalformedXml();
        var algorithm = rules[0].Child("ApplyServerSideEncryptionByDefault")?.Text("SSEAlgorithm");
        if (algorithm is not null && !Algorithms.Contains(algorithm)) throw S3Errors.MalformedXml();
    }

    private static void VerifyLifecycle(XElement root)
    {
        var rules = root.Children("Rule").ToList();
        if (rules.Count is 0 or > 1000) throw S3Errors.MalformedXml();
        var ids = rules.Select(rule => rule.Text("ID")).Where(id => id is not null).ToList();
        if (ids.Distinct().Count() != ids.Count)
            throw S3Errors.InvalidArgument("Rule ID must be unique. Found same ID for more than one rule");
        foreach (var rule in rules)
        {
            if (rule.Text("Status") is not ("Enabled" or "Disabled")) throw S3Errors.MalformedXml();
            if (rule.Child("Filter") is null && rule.Child("Prefix") is null) throw S3Errors.MalformedXml();
            foreach (var days in rule.Descendants().Where(element => element.Name.LocalName is "Days" or "NoncurrentDays"))
                if (!int.TryParse(days.Value, out var number) || number < 0)
                    throw S3Errors.InvalidArgument($"'{days.Name.LocalName}' must be a number of days");
        }
    }
}
