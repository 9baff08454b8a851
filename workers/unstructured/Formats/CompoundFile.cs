using System.Text;
using PipAi.Workers.Unstructured.Refusals;

namespace PipAi.Workers.Unstructured.Formats;

/// <summary>OLE compound files: old Office documents, Outlook messages, and the wrapper around encrypted Office Open XML.</summary>
internal static class CompoundFile
{
    // Stream names are UTF-16 in the file's directory.
    private static readonly byte[] EncryptedPackage = Encoding.Unicode.GetBytes("EncryptedPackage");
    private static readonly byte[] WordDocument = Encoding.Unicode.GetBytes("WordDocument");

    /// <summary>How every compound file begins.</summary>
    public static ReadOnlySpan<byte> Magic => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>Why the file is not read.</summary>
    public static RequestRejectedException Refusal(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf(EncryptedPackage) >= 0) return RequestRejectedException.Encrypted();
        return RequestRejectedException.Unsupported(body.IndexOf(WordDocument) >= 0 ? "application/msword" : "application/x-ole-storage");
    }
}
