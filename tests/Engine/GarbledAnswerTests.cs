using System.Buffers.Binary;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PipAi.Engine.Tests.Fakes;
using Pulumirpc;

namespace PipAi.Engine.Tests;

/// <summary>Answers that nobody can read, after calls that had their effect.</summary>
public sealed class GarbledAnswerTests
{
    private static readonly byte[] Garbage = [0xff, 0xff, 0xff, 0xff, 0x07, 0x13, 0x37];

    /// <summary>A message as it should be, whose properties say that they are of a kind that does not exist.</summary>
    private static readonly CreateResponse Strange = new()
    {
        Id = "strange",
        Properties =
            new Struct
            {
                Fields = { ["value"] = Value.ForStruct(
                new Struct { Fields = { [Signatures.Key] = Value.ForString("0123456789abcdef0123456789abcdef") } }) }
            },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Create", "creating", "garbage")]
    [InlineData("Create", "creating", "torn")]
    [InlineData("Create", "creating", "compressed")]
    [InlineData("Create", "creating", "strange")]
    [InlineData("Update", "updating", "garbage")]
    [InlineData("Update", "updating", "compressed")]
    [InlineData("Delete", "deleting", "garbage")]
    [InlineData("Delete", "deleting", "compressed")]
    public async Task A_change_whose_answer_cannot_be_read_counts_as_unknown(string call, string kind, string answer)
    {
        await using var stack = await TestStack.CreateAsync();
        if (call != "Create") Assert.True((await stack.UpAsync(new Wanted("a", ("size", 1)))).Succeeded);
        Wanted[] wanted = call == "Delete" ? [] : [new Wanted("a", ("size", 2))];
        stack.Cloud.Instead = method => method == call ? Body(answer) : null;

        CheckNamed(await stack.UpAsync(wanted), call);
        var pending = Assert.Single(await stack.Store.PendingOperationsAsync(Cancellation));
        Assert.Equal(kind, pending.Kind);
        Assert.EndsWith("Thing::a", pending.Urn, StringComparison.Ordinal);

        stack.Cloud.Instead = _ => null;
        var next = await stack.UpAsync(wanted);
        Assert.True(next.Succeeded, string.Join("; ", next.Diagnostics.Select(diagnostic => diagnostic.Message)));
        Assert.Empty(await stack.Store.PendingOperationsAsync(Cancellation));
        Assert.Equal(wanted.Length, stack.Cloud.Resources.Count);
    }

    [Theory]
    [InlineData("Check")]
    [InlineData("Diff")]
    public async Task A_question_whose_answer_cannot_be_read_changes_nothing(string call)
    {
        await using var stack = await TestStack.CreateAsync();
        Assert.True((await stack.UpAsync(new Wanted("a", ("size", 1)))).Succeeded);
        var calls = stack.Cloud.Calls.Count;
        stack.Cloud.Instead = method => method == call ? Body("garbage") : null;
        CheckNamed(await stack.UpAsync(new Wanted("a", ("size", 2))), call);
        Assert.Empty(await stack.Store.PendingOperationsAsync(Cancellation));
        Assert.Equal(calls, stack.Cloud.Calls.Count);
    }

    private static void CheckNamed(UpdateResult result, string call)
    {
        Assert.Equal(ExitCategory.Resource, result.Failure);
        var error = Assert.Single(result.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.StartsWith($"The provider 'test' gave an answer to {call} that cannot be read: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Thing::a", error.Urn, StringComparison.Ordinal);
    }

    private static byte[] Body(string answer)
    {
        var message = answer == "strange" ? Strange.ToByteArray() : Garbage;
        byte[] body = [answer == "compressed" ? (byte)1 : (byte)0, 0, 0, 0, 0, .. message];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), answer == "torn" ? 1000 : message.Length);
        return body;
    }
}
