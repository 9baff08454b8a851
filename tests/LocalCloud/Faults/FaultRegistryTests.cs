using PipAi.LocalCloud.Faults;

namespace PipAi.LocalCloud.Tests.Faults;

public sealed class FaultRegistryTests
{
    private readonly FaultRegistry board = new();

    [Theory]
    [InlineData("s3", "us-east-1", "PutObject", true)]
    [InlineData("s3", "us-east-1", "putobject", true)]
    [InlineData("s3", "us-east-1", "GetObject", false)]
    [InlineData("s3", "us-west-2", "PutObject", false)]
    [InlineData("s3", null, "PutObject", false)]
    [InlineData("sts", "us-east-1", "PutObject", false)]
    public void A_fault_holds_for_its_service_region_and_operations(string service, string? region, string operation, bool holds)
    {
        board.Add(new Fault { Service = "s3", Region = "us-east-1", Operation = "Put*", Effect = new FaultEffect.Hang() });
        Assert.Equal(holds, board.Match(service, region, operation) is not null);
    }

    [Fact]
    public void A_fault_with_times_is_used_up()
    {
        board.Add(new Fault { Service = "fly", Effect = new FaultEffect.Dark(), Times = 2 });
        Assert.NotNull(board.Match("fly", null, "GET /"));
        Assert.Equal(1, board.Faults.Single().Times);
        Assert.NotNull(board.Match("fly", null, "GET /"));
        Assert.Null(board.Match("fly", null, "GET /"));
        Assert.Empty(board.Faults);
    }

    [Fact]
    public void Only_a_fault_of_the_whole_region_makes_it_dark()
    {
        board.Add(new Fault { Service = "fly", Region = "iad", Operation = "POST *", Effect = new FaultEffect.Dark() });
        Assert.False(board.IsDark("fly", "iad"));
        board.Add(new Fault { Service = "fly", Region = "iad", Effect = new FaultEffect.Dark() });
        Assert.True(board.IsDark("fly", "iad"));
        Assert.False(board.IsDark("fly", "ord"));
    }

    [Fact]
    public async Task Whoever_hangs_goes_on_when_the_fault_is_removed()
    {
        var fault = board.Add(new Fault { Service = "fly", Effect = new FaultEffect.Hang() });
        var hanging = board.UntilRemovedAsync(fault.Id, TestContext.Current.CancellationToken);
        Assert.False(hanging.IsCompleted);
        Assert.True(board.Remove(fault.Id));
        await hanging;
        Assert.False(board.Remove(fault.Id));
    }

    [Fact]
    public void Changes_are_told()
    {
        var told = 0;
        board.Changed += () => told++;
        var fault = board.Add(new Fault { Service = "fly", Effect = new FaultEffect.Hang() });
        board.Match("fly", null, "GET /");
        board.Remove(fault.Id);
        Assert.Equal(2, told);
    }

    [Fact]
    public void An_id_is_given_once()
    {
        Assert.Equal(
            ["fault-1", "fault-2"],
            Enumerable.Range(0, 2).Select(_ => board.Add(new Fault { Service = "fly", Effect = new FaultEffect.Dark() }).Id));
        Assert.Throws<ArgumentException>(() => board.Add(new Fault { Id = "fault-1", Service = "fly", Effect = new FaultEffect.Dark() }));
    }
}
