using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.Engine.Tests.Fakes;
using Pulumirpc;

namespace PipAi.Engine.Tests;

public sealed class FailureTests
{
    [Fact]
    public async Task A_provider_error_names_the_resource_and_spares_what_depends_on_it()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.Before = (verb, name) => verb == "Create" && name == "a"
            ? throw new RpcException(new Status(StatusCode.ResourceExhausted, "quota of machines reached"))
            : Task.CompletedTask;
        var result = await stack.UpAsync(new Wanted("a"), new Wanted("b") { DependsOn = ["a"] });
        Assert.Equal(ExitCategory.Resource, result.Failure);
        var error = Assert.Single(result.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("quota of machines reached", error.Message);
        Assert.EndsWith("Thing::a", error.Urn, StringComparison.Ordinal);
        Assert.Empty(stack.Cloud.Resources);
        Assert.Empty(await stack.Store.PendingOperationsAsync(TestContext.Current.CancellationToken));

        stack.Cloud.Before = (_, _) => Task.CompletedTask;
        Assert.True((await stack.UpAsync(new Wanted("a"), new Wanted("b") { DependsOn = ["a"] })).Succeeded);
    }

    [Fact]
    public async Task Refused_inputs_are_all_named()
    {
        await using var stack = await TestStack.CreateAsync();
        var result = await stack.PreviewAsync(new Wanted("a", ("bad", "worse")), new Wanted("b", ("bad", "worst")));
        Assert.Equal(ExitCategory.Resource, result.Failure);
        Assert.Equal(
            ["test:index:Thing 'a' has a problem with 'bad': it is worse", "test:index:Thing 'b' has a problem with 'bad': it is worst"],
            result.Diagnostics.Select(diagnostic => diagnostic.Message).Order());
    }

    [Fact]
    public async Task A_resource_that_exists_but_is_not_ready_is_kept_and_tried_again()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.After = (verb, name) =>
        {
            if (verb != "Create") return Task.CompletedTask;
            var id = stack.Cloud.Resources.Single(entry => entry.Value.Urn.EndsWith("::" + name, StringComparison.Ordinal)).Key;
            throw InitFailed(id, "it did not pass its health check");
        };
        var result = await stack.UpAsync(new Wanted("a", ("size", 1)));
        Assert.Equal(ExitCategory.Resource, result.Failure);
        Assert.Contains("health check", result.Diagnostics[^1].Message, StringComparison.Ordinal);

        stack.Cloud.After = (_, _) => Task.CompletedTask;
        var again = await stack.UpAsync(new Wanted("a", ("size", 1)));
        Assert.Equal(["update a"], TestStack.Steps(again));
        Assert.Single(stack.Cloud.Resources);
        Assert.Equal(["same a"], TestStack.Steps(await stack.UpAsync(new Wanted("a", ("size", 1)))));
    }

    [Fact]
    public async Task A_resource_that_is_not_ready_is_kept_however_much_is_told_about_it()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.After = (_, _) => throw InitFailed(stack.Cloud.Resources.Keys.Single(), new string('x', 300_000));
        Assert.Equal(ExitCategory.Resource, (await stack.UpAsync(new Wanted("a"))).Failure);
        var kept = (await stack.Store.ResourcesAsync(TestContext.Current.CancellationToken)).Single(resource => resource.Name == "a");
        Assert.Equal(stack.Cloud.Resources.Keys.Single(), kept.Resource.Id);
    }

    [Fact]
    public async Task A_failed_deletion_keeps_what_the_resource_needs()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"), new Wanted("b") { DependsOn = ["a"] }, new Wanted("c"));
        stack.Cloud.Before = (verb, name) => verb == "Delete" && name == "b"
            ? throw new RpcException(new Status(StatusCode.Internal, "still in use"))
            : Task.CompletedTask;
        Assert.Equal(ExitCategory.Resource, (await stack.DestroyAsync()).Failure);
        Assert.Equal(2, stack.Cloud.Resources.Count);
        stack.Cloud.Before = (_, _) => Task.CompletedTask;
        Assert.True((await stack.DestroyAsync()).Succeeded);
        Assert.Empty(stack.Cloud.Resources);
    }

    [Fact]
    public async Task An_unknown_package_is_named_with_the_known_ones()
    {
        await using var stack = await TestStack.CreateAsync();
        var result = await stack.PreviewAsync(new Wanted("a") { Type = "gcp:index:Bucket" });
        Assert.Equal(ExitCategory.Configuration, result.Failure);
        Assert.Equal("No provider plugin is known for the package 'gcp'. Known: test.", Assert.Single(result.Diagnostics).Message);
    }

    [Fact]
    public async Task Two_resources_of_one_name_are_an_error()
    {
        await using var stack = await TestStack.CreateAsync();
        var result = await stack.PreviewAsync(FakeProgram.Of(async program =>
        {
            await program.RegisterAsync(new Wanted("a"));
            await program.RegisterAsync(new Wanted("a"));
            return null;
        }));
        Assert.Contains("Duplicate resource URN", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unexpected_changes_have_a_category_of_their_own()
    {
        await using var stack = await TestStack.CreateAsync();
        var program = FakeProgram.Of(new Wanted("a"));
        Assert.Equal(
            ExitCategory.UnexpectedChanges, (await stack.PreviewAsync(program, new PreviewOptions { ExpectNoChanges = true })).Failure);
        await stack.UpAsync(program);
        Assert.True((await stack.UpAsync(program, new UpOptions { ExpectNoChanges = true })).Succeeded);
    }

    [Fact]
    public async Task A_plan_that_is_not_confirmed_changes_nothing()
    {
        await using var stack = await TestStack.CreateAsync();
        var result = await stack.UpAsync(FakeProgram.Of(new Wanted("a")), new UpOptions
        {
            Confirm = (preview, _) => Task.FromResult(preview.ChangeSummary["create"] == 0),
        });
        Assert.Equal(ExitCategory.Cancelled, result.Failure);
        Assert.Empty(stack.Cloud.Calls);
    }

    internal static RpcException InitFailed(string id, string reason, Struct? properties = null, Struct? inputs = null)
    {
        var detail = new ErrorResourceInitFailed
        {
            Id = id,
            Properties = properties ?? PropertyWire.Encode(PropertyMap.Of(("size", 1))),
            Reasons = { reason },
            Inputs = inputs ?? properties ?? PropertyWire.Encode(PropertyMap.Of(("size", 1))),
        };
        var status = new EmbeddedPulumi.Protocol.Wire.Status
        {
            Code = (int)StatusCode.Unknown,
            Message = reason,
            Details = { Any.Pack(detail) },
        };
        return new RpcException(
            new Status(StatusCode.Unknown, reason), new Metadata { { "grpc-status-details-bin", status.ToByteArray() } });
    }
}
