using PipAi.Infra.Settings;

namespace PipAi.Program.Tests;

/// <summary>What counts as a name, which name was meant, and the places there are.</summary>
public sealed class NamesTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("pip-ai", true)]
    [InlineData("a1-2-b", true)]
    [InlineData("", false)]
    [InlineData("1a", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("A", false)]
    [InlineData("a b", false)]
    [InlineData("a_b", false)]
    [InlineData("pip-ai\n", false)]
    [InlineData("abcdefghijklmnopqrstuvwxyz-0123456789ab", true)]
    [InlineData("abcdefghijklmnopqrstuvwxyz-0123456789abc", false)]
    public void A_slug_is_letters_digits_and_hyphens_up_to_39(string text, bool isSlug) => Assert.Equal(isSlug, Names.IsSlug(text));

    [Theory]
    [InlineData("app.pip-ai.com", true)]
    [InlineData("a.io", true)]
    [InlineData("xn--bcher-kva.example", true)]
    [InlineData("localhost", false)]
    [InlineData("app..com", false)]
    [InlineData("-app.com", false)]
    [InlineData("app-.com", false)]
    [InlineData("app.c", false)]
    [InlineData("app.com.", false)]
    [InlineData("app.com\n", false)]
    [InlineData("App.com", false)]
    [InlineData("https://app.com", false)]
    public void A_domain_has_at_least_two_labels(string text, bool isDomain) => Assert.Equal(isDomain, Names.IsDomain(text));

    [Theory]
    [InlineData("pip-ai/frontend", true)]
    [InlineData("Pip.AI_1/x", true)]
    [InlineData("frontend", false)]
    [InlineData("a/b/c", false)]
    [InlineData("/b", false)]
    [InlineData("a/", false)]
    [InlineData("a/b\n", false)]
    [InlineData("a b/c", false)]
    public void A_repository_has_an_owner_and_a_name(string text, bool isRepository) =>
        Assert.Equal(isRepository, Names.IsRepository(text));

    [Theory]
    [InlineData("xn--a", true)]
    [InlineData("sthree-a", true)]
    [InlineData("amzn-s3-demo-a", true)]
    [InlineData("sthree", false)]
    [InlineData("a-xn--", false)]
    public void S3_keeps_some_beginnings_for_itself(string prefix, bool isReserved) =>
        Assert.Equal(isReserved, Names.IsReservedByS3(prefix));

    [Theory]
    [InlineData("iadd", "iad")]
    [InlineData("IAD", "iad")]
    [InlineData("us-eest-1", "us-east-1")]
    // The beginning may be missing.
    [InlineData("us-west-2", "aws-us-west-2")]
    // Two slips at most, and never more than half of a short name.
    [InlineData("us-eest-3", "us-east-1")]
    [InlineData("us-eest-99", null)]
    [InlineData("fr", "fra")]
    [InlineData("xx", null)]
    [InlineData("", null)]
    // Of two as near the first by the alphabet.
    [InlineData("aax", "aaa")]
    public void The_name_that_was_meant_is_at_most_two_slips_away(string given, string? meant) => Assert.Equal(
        meant, Closest.To(given, ["iad", "fra", "us-east-1", "aws-us-west-2", "", "aab", "aaa"]));

    [Theory]
    [InlineData("", "")]
    [InlineData("-two", "-two")]
    public void What_others_refer_to_ends_with_the_suffix(string suffix, string end)
    {
        var names = new PlatformNames(suffix, "papers");
        Assert.Equal(
            [
                $"pip-ai-temporal-workers{end}", $"pip-ai-unstructured-simple{end}", $"pip-ai{end}", $"papers{end}",
                $"pip-ai-website{end}", $"pip-ai-documents-replication{end}", $"pip-ai-documents-recovery{end}",
            ],
            [names.Workers, names.Parsing, names.Platform, names.Buckets, names.WebsiteRole, names.ReplicationRole, names.RecoveryRole]);
    }

    [Fact]
    public void Every_region_of_Temporal_is_one_of_AWS_and_has_a_continent()
    {
        var catalogue = RegionCatalogue.Current;
        Assert.NotEmpty(catalogue.Temporal);
        Assert.All(catalogue.Temporal, region => Assert.Equal(catalogue.Aws[region["aws-".Length..]], catalogue.Continent(region)));
        Assert.All(catalogue.AccessPointControl, region => Assert.Contains(region, catalogue.Aws.Keys));
        Assert.All(catalogue.Fly, region => Assert.Matches("^[a-z]{3}$", region));
        Assert.All(catalogue.Vercel, region => Assert.Matches("^[a-z]{3}[0-9]$", region));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("{}", 0)]
    [InlineData("""{"pip-ai:owner":"a","other:owner":"b","aws:profile":"c"}""", 1)]
    [InlineData("""{"pip-ai:owner":"a","aws:region":"eu-west-1"}""", 2)]
    public void Settings_are_those_of_the_project_and_the_home_region(string? everything, int count)
    {
        var read = StackConfiguration.Read(key => key == "owner" ? "a" : null, everything);
        Assert.Equal(count, read.Count);
        if (count > 0) Assert.Equal("a", read["owner"]);
        if (count > 1) Assert.Equal("eu-west-1", read["aws:region"]);
    }

    [Fact]
    public void A_value_that_the_host_does_not_give_is_empty_and_is_checked_as_such() => Assert.Equal(
        "", StackConfiguration.Read(_ => null, """{"pip-ai:owner":"a"}""")["owner"]);
}
