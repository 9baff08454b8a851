using PipAi.ProviderTesting.Processes;
using PipAi.Testing;

namespace PipAi.Vercel.Tests.Official;

/// <summary>The official provider in front of the local Vercel, and beside ours: what one makes, the other goes on with.</summary>
public sealed class OfficialProviderTests(TwoClouds clouds) : IClassFixture<TwoClouds>
{
    [Theory]
    [MemberData(nameof(Goals.Lives), MemberType = typeof(Goals))]
    public async Task The_official_provider_finds_what_it_made(string type, string[] goals)
    {
        Require();
        await LiveAsync(clouds.Theirs, type, goals);
    }

    [Theory]
    [MemberData(nameof(Goals.ProjectProperties), MemberType = typeof(Goals))]
    public async Task The_official_provider_sets_each_property_of_a_project_and_takes_it_away(string property)
    {
        Require();
        await LiveAsync(clouds.Theirs, Goals.Project, Goals.About(property));
    }

    [Theory]
    [MemberData(nameof(Goals.Lives), MemberType = typeof(Goals))]
    public async Task Both_make_the_same_state_of_a_program(string type, string[] goals)
    {
        Require();
        Assert.Equal(await LiveAsync(clouds.Theirs, type, goals), await LiveAsync(clouds.Ours, type, goals));
    }

    [Theory]
    [MemberData(nameof(Goals.ProjectProperties), MemberType = typeof(Goals))]
    public async Task Both_make_the_same_state_of_each_property_of_a_project(string property)
    {
        Require();
        var goals = Goals.About(property);
        Assert.Equal(await LiveAsync(clouds.Theirs, Goals.Project, goals), await LiveAsync(clouds.Ours, Goals.Project, goals));
    }

    [Theory]
    [MemberData(nameof(Goals.Lives), MemberType = typeof(Goals))]
    public async Task One_goes_on_with_what_the_other_made(string type, string[] goals)
    {
        Require();
        var project = await clouds.Ours.CreateAsync(Goals.Project, "host", Goals.Read(Goals.Host, ""));
        PluginResource? made = null;
        foreach (var goal in goals.Select(goal => Goals.Read(goal, project.Id)))
        {
            made = made is null ? await clouds.Ours.CreateAsync(type, "it", goal) : await clouds.Ours.UpdateAsync(made, goal);
            Assert.Equal(Nothing, await clouds.TheirsAtOurs.DiffAsync(made, goal));
            var read = await clouds.TheirsAtOurs.ReadAsync(made);
            Assert.Equal(TwoClouds.Plain(made.Outputs), TwoClouds.Plain(read!.Outputs));
            Assert.Equal(Nothing, await clouds.TheirsAtOurs.DiffAsync(read, goal));
            Assert.Equal(Nothing, await clouds.Ours.DiffAsync(read, goal));
            var back = await clouds.Ours.ReadAsync(await clouds.TheirsAtOurs.UpdateAsync(read, goal));
            Assert.Equal(Nothing, await clouds.Ours.DiffAsync(back!, goal));
            made = back;
        }

        await clouds.TheirsAtOurs.DeleteAsync(made!);
        await clouds.Ours.DeleteAsync(project);
    }

    private static PluginDifference Nothing { get; } = new(false, "", "");

    private static void Require() =>
        Assert.SkipUnless(ReferenceTools.Find(TwoClouds.Official) is not null, ReferenceTools.Missing(TwoClouds.Official));

    /// <summary>
    /// Makes a resource, fulfils one wish after the other, deletes it: after each there is nothing left to do, and a look changes nothing.
    /// </summary>
    private static async Task<string> LiveAsync(PluginProcess plugin, string type, string[] goals)
    {
        var project = await plugin.CreateAsync(Goals.Project, "host", Goals.Read(Goals.Host, ""));
        var states = new List<string>();
        PluginResource? made = null;
        foreach (var goal in goals.Select(goal => Goals.Read(goal, project.Id)))
        {
            if (made is null) await plugin.PreviewAsync(type, "it", goal);
            // As an engine: what does not differ is not touched.
            if (made is null) made = await plugin.CreateAsync(type, "it", goal);
            else if ((await plugin.DiffAsync(made, goal)).Changed) made = await plugin.UpdateAsync(made, goal);
            Assert.Equal(Nothing, await plugin.DiffAsync(made, goal));
            var read = await plugin.ReadAsync(made) ?? throw new InvalidOperationException($"{type} is gone after {goal}");
            Assert.Equal((made.Id, TwoClouds.Plain(made.Outputs)), (read.Id, TwoClouds.Plain(read.Outputs)));
            Assert.Equal(Nothing, await plugin.DiffAsync(read, goal));
            states.Add($"{goal}\n{TwoClouds.Plain(made.Outputs)}");
            made = read;
        }

        await plugin.DeleteAsync(made!);
        if (type != Goals.Retention) Assert.Null(await plugin.ReadAsync(made!));
        await plugin.DeleteAsync(project);
        return string.Join("\n\n", states).Replace(project.Id, "ID", StringComparison.Ordinal);
    }
}
