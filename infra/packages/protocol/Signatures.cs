namespace EmbeddedPulumi.Protocol;

/// <summary>The marks by which a plain object on the wire or in state is recognised as a special value.</summary>
public static class Signatures
{
    /// <summary>The key that holds the signature.</summary>
    public const string Key = "4dabf18193072939515e22adb298388d";

    /// <summary>A secret: <c>value</c> on the wire, <c>ciphertext</c> or <c>plaintext</c> in state.</summary>
    public const string Secret = "1b47061264138c4ac30d75fd1eb44270";

    /// <summary>A file or text: <c>text</c>, <c>path</c> or <c>uri</c>, and <c>hash</c>.</summary>
    public const string Asset = "c44067f5952c0a294b673a41bacd8c17";

    /// <summary>A collection of files: <c>assets</c>, <c>path</c> or <c>uri</c>, and <c>hash</c>.</summary>
    public const string Archive = "0def7320c3a5731c473e5ecbe6d01bc7";

    /// <summary>A resource: <c>urn</c>, and for custom ones <c>id</c>.</summary>
    public const string Resource = "5cf8f73096256a8f31e491e813e4eb8e";

    /// <summary>An output: <c>value</c> (absent = unknown), <c>secret</c>, <c>dependencies</c>.</summary>
    public const string Output = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

    /// <summary>A number that JSON has no notation for, in state only: <c>value</c>, its bits as 16 hex digits.</summary>
    public const string Float = "8ad145fe-0d11-4827-bfd7-1abcbf086f5c";
}
