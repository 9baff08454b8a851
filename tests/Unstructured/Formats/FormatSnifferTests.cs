using System.Text;
using PipAi.Workers.Unstructured.Formats;
using PipAi.Workers.Unstructured.Refusals;

namespace PipAi.Unstructured.Tests.Formats;

/// <summary>What a file is: by its bytes where they tell, else by what its sender says and by its name.</summary>
public sealed class FormatSnifferTests
{
    [Theory]
    [InlineData("%PDF-1.7", "a.txt", "text/plain", "Pdf")]
    [InlineData("junk before %PDF-1.4", "a.pdf", null, "Pdf")]
    [InlineData("<!DOCTYPE html><p>x", "a.txt", "text/plain", "Html")]
    [InlineData("  <!-- c --> <html>", "a.txt", null, "Html")]
    [InlineData("<?xml version='1.0'?><HTML>", "a.txt", null, "Html")]
    [InlineData("words", "a.txt", null, "Text")]
    [InlineData("words", "a.md", null, "Markdown")]
    // text/plain is what senders say who do not know better.
    [InlineData("words", "a.md", "text/plain", "Markdown")]
    [InlineData("words", "a.md", "text/html", "Html")]
    [InlineData("words", "a.txt", "TEXT/X-Markdown; charset=utf-8", "Markdown")]
    [InlineData("words", "a", "application/octet-stream", "Text")]
    [InlineData("BM is how this text begins", "a.txt", null, "Text")]
    public void A_file_is_what_its_bytes_its_sender_and_its_name_say(string text, string name, string? declared, string format) =>
        Assert.Equal(format, FormatSniffer.Sniff(Encoding.UTF8.GetBytes(text), name, declared).ToString());

    [Theory]
    [InlineData("", "a.pdf", null, 422)]
    [InlineData("words", "a.pdf", "application/pdf", 422)]
    [InlineData("GIF89a", "a.txt", null, 400)]
    [InlineData("Rar!", "a.txt", "text/plain", 400)]
    [InlineData("BM\0\0\0", "a.txt", "text/plain", 400)]
    [InlineData("x\0\0\0\0\0y", "a.txt", "text/plain", 400)]
    [InlineData("words", "a.csv", "text/csv", 400)]
    public void What_is_not_read_is_refused(string text, string name, string? declared, int status) => Assert.Equal(
        status, Assert.Throws<RequestRejectedException>(() => FormatSniffer.Sniff(Encoding.UTF8.GetBytes(text), name, declared)).Status);
}
