using System.Collections.Immutable;
using PipAi.LocalCloud.S3.Rules;

namespace PipAi.LocalCloud.Tests.Decisions;

/// <summary>Where a version, a delete marker or a change of tags is copied to: the decision, in tables.</summary>
public sealed class ReplicationRuleTests
{
    [Theory]
    [InlineData("documents/a", true)]
    [InlineData("documents", false)]
    [InlineData("other/documents/a", false)]
    public void A_rule_is_about_the_keys_that_begin_with_its_prefix(string key, bool isCopied) => Assert.Equal(
        isCopied ? ["west"] : [], Destinations(Rule("west", filter: "<Prefix>documents/</Prefix>"), key));

    [Theory]
    [InlineData("", false)]
    [InlineData("env=prod", true)]
    [InlineData("env=test", false)]
    [InlineData("env=prod,more=1", true)]
    public void A_rule_with_a_tag_is_about_objects_that_have_it(string tags, bool isCopied) => Assert.Equal(
        isCopied ? ["west"] : [],
        Destinations(Rule("west", filter: "<Tag><Key>env</Key><Value>prod</Value></Tag>"), "a", tags));

    [Theory]
    [InlineData("documents/a", "env=prod", true)]
    [InlineData("documents/a", "", false)]
    [InlineData("a", "env=prod", false)]
    public void Prefix_and_tags_joined_must_both_hold(string key, string tags, bool isCopied) => Assert.Equal(
        isCopied ? ["west"] : [],
        Destinations(
            Rule("west", filter: "<And><Prefix>documents/</Prefix><Tag><Key>env</Key><Value>prod</Value></Tag></And>"), key, tags));

    [Fact]
    public void A_rule_that_is_off_copies_nothing() => Assert.Empty(Destinations(Rule("west", status: "Disabled"), "a"));

    [Theory]
    // The new kind of rule says; the old one copies markers unless it says otherwise; one with a tag never does.
    [InlineData("<Filter><Prefix/></Filter>", "Enabled", true)]
    [InlineData("<Filter><Prefix/></Filter>", "Disabled", false)]
    [InlineData("<Filter><Prefix/></Filter>", null, false)]
    [InlineData("<Prefix/>", null, true)]
    [InlineData("<Prefix/>", "Disabled", false)]
    [InlineData("<Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter>", "Enabled", false)]
    public void Delete_markers_follow_as_the_kind_of_rule_says(string scope, string? markers, bool isCopied)
    {
        var said = markers is null ? "" : $"<DeleteMarkerReplication><Status>{markers}</Status></DeleteMarkerReplication>";
        var rules = Parse($"<Rule><Status>Enabled</Status>{scope}{said}{Destination("west")}</Rule>");
        var tags = new Dictionary<string, string> { ["a"] = "b" };
        Assert.Equal(isCopied ? ["west"] : [], rules.Destinations("k", tags, isDeleteMarker: true));
        Assert.Equal(["west"], rules.Destinations("k", tags, isDeleteMarker: false));
    }

    [Fact]
    public void Of_two_rules_to_one_destination_the_higher_priority_decides_and_each_destination_is_copied_to_once()
    {
        var rules = Rule("west", priority: 1, modifications: "Enabled") + Rule("west", priority: 2) + Rule("east", priority: 3);
        Assert.Equal(["east", "west"], Destinations(rules, "a").Order());
        Assert.Empty(Parse(rules).ModificationDestinations("a", ImmutableDictionary<string, string>.Empty));
        Assert.Equal(
            ["west"],
            Parse(Rule("west", priority: 2, modifications: "Enabled") + Rule("west", priority: 1)).ModificationDestinations(
                "a", ImmutableDictionary<string, string>.Empty));
    }

    private static string Rule(
        string destination, string filter = "<Prefix/>", string status = "Enabled", int priority = 1, string modifications = "Disabled") =>
        $"<Rule><Status>{status}</Status><Priority>{priority}</Priority><Filter>{filter}</Filter>"
            + "<DeleteMarkerReplication><Status>Enabled</Status></DeleteMarkerReplication>"
            + $"<SourceSelectionCriteria><ReplicaModifications><Status>{modifications}</Status></ReplicaModifications>"
            + $"</SourceSelectionCriteria>{Destination(destination)}</Rule>";

    private static string Destination(string bucket) => $"<Destination><Bucket>arn:aws:s3:::{bucket}</Bucket></Destination>";

    private static ReplicationRules Parse(string rules) =>
        ReplicationRules.Parse($"<ReplicationConfiguration><Role>arn:aws:iam::1:role/r</Role>{rules}</ReplicationConfiguration>");

    private static IEnumerable<string> Destinations(string rules, string key, string tags = "") => Parse(rules).Destinations(
        key, tags.Split(',', StringSplitOptions.RemoveEmptyEntries).ToDictionary(tag => tag.Split('=')[0], tag => tag.Split('=')[1]),
        isDeleteMarker: false);
}
