using PipAi.Cli.Errors;
using PipAi.Cli.Settings;

namespace PipAi.Cli.Tests.Settings;

public sealed class StackFileTests
{
    private const string Text =
        """
        # Production.
        config:
          pip-ai:cpus: 2 # enough
          pip-ai:regions:
            iad: 4
            ord: 1
          pip-ai:storage:
            - us-east-1
          # the end
        encryptionsalt: v1:x

        """;

    [Fact]
    public void A_scalar_is_replaced_in_its_place() =>
        Assert.Equal(
            Text.Replace("cpus: 2 # enough", "cpus: 4", StringComparison.Ordinal),
            StackFileText.Set(Text, "pip-ai:cpus", SettingText.Parse("4")));

    [Fact]
    public void A_map_is_replaced_with_all_its_lines() =>
        Assert.Equal(
            Text.Replace("regions:\n    iad: 4\n    ord: 1\n", "regions: {iad: 2}\n", StringComparison.Ordinal),
            StackFileText.Set(Text, "pip-ai:regions", SettingText.Parse("{iad: 2}")));

    [Fact]
    public void A_new_key_ends_the_block_and_leaves_the_rest_alone() =>
        Assert.Equal(
            Text.Replace("  # the end\n", "  # the end\n  pip-ai:new: a\n", StringComparison.Ordinal),
            StackFileText.Set(Text, "pip-ai:new", SettingText.Parse("a")));

    [Fact]
    public void A_file_without_settings_gets_the_block() =>
        Assert.Equal("config:\n  pip-ai:cpus: 1\n", StackFileText.Set("", "pip-ai:cpus", SettingText.Parse("1")));

    [Theory]
    [InlineData("2027-11-01T00:00:00Z", "\"2027-11-01T00:00:00Z\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("us-east-1", "us-east-1")]
    [InlineData("-1", "-1")]
    public void A_value_is_quoted_where_YAML_would_read_something_else(string value, string written) =>
        Assert.Equal($"config:\n  a:b: {written}\n", StackFileText.Set("", "a:b", SettingText.Parse(value)));

    [Fact]
    public void One_entry_of_a_map_is_set_added_and_removed()
    {
        Assert.Equal(
            Text.Replace("iad: 4", "iad: 5", StringComparison.Ordinal),
            StackFileText.SetEntry(Text, "pip-ai:regions", "iad", SettingText.Parse("5")));
        Assert.Equal(
            Text.Replace("ord: 1\n", "ord: 1\n    fra: 2\n", StringComparison.Ordinal),
            StackFileText.SetEntry(Text, "pip-ai:regions", "fra", SettingText.Parse("2")));
        Assert.Equal(Text.Replace("    ord: 1\n", "", StringComparison.Ordinal), StackFileText.RemoveEntry(Text, "pip-ai:regions", "ord"));
        Assert.Null(StackFileText.RemoveEntry(Text, "pip-ai:regions", "fra"));
        Assert.EndsWith(
            "  pip-ai:standbys:\n    fra: 1\n", StackFileText.SetEntry("config:\n", "pip-ai:standbys", "fra", SettingText.Parse("1")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_item_of_a_list_is_set_added_and_removed()
    {
        Assert.Equal(
            Text.Replace("- us-east-1", "- us-east-2", StringComparison.Ordinal),
            StackFileText.SetEntry(Text, "pip-ai:storage", "[0]", SettingText.Parse("us-east-2")));
        var two = StackFileText.SetEntry(Text, "pip-ai:storage", "[1]", SettingText.Parse("us-west-2"));
        Assert.Equal(Text.Replace("- us-east-1\n", "- us-east-1\n    - us-west-2\n", StringComparison.Ordinal), two);
        Assert.Equal(
            Text.Replace("- us-east-1", "- us-west-2", StringComparison.Ordinal), StackFileText.RemoveEntry(two, "pip-ai:storage", "[0]"));
        Assert.Null(StackFileText.RemoveEntry(Text, "pip-ai:storage", "[1]"));
    }

    [Fact]
    public void A_map_on_one_line_is_left_alone() =>
        Assert.Throws<CliException>(() => StackFileText.SetEntry("config:\n  a:b: {x: 1}\n", "a:b", "x", SettingText.Parse("2")));

    [Fact]
    public void Removing_takes_the_nested_lines_along() =>
        Assert.Equal(
            Text.Replace("  pip-ai:storage:\n    - us-east-1\n", "", StringComparison.Ordinal),
            StackFileText.Remove(Text, "pip-ai:storage"));

    [Fact]
    public void Removing_what_is_not_there_is_no_change() => Assert.Null(StackFileText.Remove(Text, "pip-ai:none"));
}
