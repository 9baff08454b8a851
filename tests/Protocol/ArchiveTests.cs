using EmbeddedPulumi.Protocol;

namespace PipAi.Protocol.Tests;

public sealed class ArchiveTests
{
    [Fact]
    public void A_secret_in_an_archive_is_found_and_taken_off()
    {
        var file = new PropertyValue.Asset("hunter2", null, null);
        var archive = new PropertyValue.Archive(
            PropertyMap.Of(("folder", new PropertyValue.Archive(PropertyMap.Of(("key", new PropertyValue.Secret(file))), null, null))),
            null, null);
        Assert.True(archive.ContainsSecrets);
        var open = archive.WithoutSecrets();
        Assert.False(open.ContainsSecrets);
        Assert.Equal(
            new PropertyValue.Archive(
                PropertyMap.Of(("folder", new PropertyValue.Archive(PropertyMap.Of(("key", file)), null, null))), null, null), open);
    }

    [Fact]
    public void An_archive_without_secrets_is_what_it_was()
    {
        var archive = new PropertyValue.Archive(PropertyMap.Of(("file", new PropertyValue.Asset("text", null, null))), null, null);
        Assert.False(archive.ContainsSecrets);
        Assert.Same(archive, archive.WithoutSecrets());
    }
}
