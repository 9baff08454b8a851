using System.Text;
using PipAi.Infra.Settings;
using PipAi.Testing;

namespace PipAi.Program.Tests;

/// <summary>Every setting, spoilt in every way that has a message of its own: the approved text is all that a user can be told.</summary>
public sealed class SettingMessagesTests
{
    [Fact]
    public void Every_setting_says_what_is_wrong_with_it_and_how_to_mend_it()
    {
        var messages = new StringBuilder();
        foreach (var (key, value) in SpoiltSettings.Each) messages.Append($"{key} = {value}\n{Problems(key, value)}\n\n");

        Approved.Text(messages.ToString());
    }

    [Fact]
    public void Every_setting_there_is_has_been_spoilt() =>
        Assert.Empty(StackFiles.Described().Keys.Except(SpoiltSettings.All.Select(setting => setting.Key)));

    // Without the first line, which only counts them.
    private static string Problems(string key, string value) => Assert.Throws<InvalidSettingsException>(
        () => PlatformSettings.Load("prod", StackFiles.Configuration("prod", (key, value)), StackFiles.Now)).Message.Split('\n', 2)[1];
}
