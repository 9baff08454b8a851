using Microsoft.Extensions.Time.Testing;
using PipAi.Workers.Pipeline.Admission;
using Temporalio.Worker.Tuning;

namespace PipAi.Pipeline.Tests.Hosting;

public sealed class DocumentDoorTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider time = new();
    private readonly DocumentDoor door;

    public DocumentDoorTests() => door = new DocumentDoor(2, Timeout, time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_opens_when_a_document_ends()
    {
        await door.EnterAsync("a", Cancellation);
        await door.EnterAsync("b", Cancellation);
        var third = door.EnterAsync("c", Cancellation);
        Assert.False(third.IsCompleted);

        door.Leave("a");

        await third.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.Equal(2, door.Open);
    }

    [Fact]
    public async Task Documents_that_wait_do_not_keep_it_shut()
    {
        await door.EnterAsync("a", Cancellation);
        time.Advance(TimeSpan.FromSeconds(20));
        await door.EnterAsync("b", Cancellation);
        var third = door.EnterAsync("c", Cancellation);

        time.Advance(TimeSpan.FromSeconds(10));

        await third.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        var fourth = door.EnterAsync("d", Cancellation);
        Assert.False(fourth.IsCompleted);
        door.Leave("a"); // counted no longer: it makes no second room
        Assert.False(fourth.IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_room()
    {
        await door.EnterAsync("a", Cancellation);
        await door.EnterAsync("b", Cancellation);
        using var gone = new CancellationTokenSource();
        var third = door.EnterAsync("c", gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        door.Leave("a");
        Assert.Equal(1, door.Open);
    }

    [Fact]
    public async Task A_task_of_a_document_that_is_under_way_always_gets_a_slot()
    {
        using var slots = new WorkflowSlots(3, door);
        await slots.ReserveSlotAsync(Asking(isSticky: false), Cancellation);
        var second = await slots.ReserveSlotAsync(Asking(isSticky: false), Cancellation);
        var barred = slots.ReserveSlotAsync(Asking(isSticky: false), Cancellation);

        var own = await slots.ReserveSlotAsync(Asking(isSticky: true), Cancellation);

        Assert.False(barred.IsCompleted);
        slots.ReleaseSlot(new(null, own)); // a task under way that ends lets no new document in
        Assert.False(barred.IsCompleted);
        slots.ReleaseSlot(new(null, second));
        await barred.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
    }

    private static SlotReserveContext Asking(bool isSticky) => new(SlotType.Workflow, "documents", "worker", "build", isSticky);
}
