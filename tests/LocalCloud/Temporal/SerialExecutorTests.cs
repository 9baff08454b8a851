using Microsoft.Extensions.Logging.Abstractions;
using PipAi.LocalCloud.Temporal.Concurrency;

namespace PipAi.LocalCloud.Tests.Temporal;

public sealed class TurnsTests
{
    private readonly SerialExecutor executor = new(TimeProvider.System, NullLogger<SerialExecutor>.Instance);
    private readonly List<string> heard = [];
    private Exception? broken;

    public TurnsTests() => executor.KeepBy(
        () =>
        {
            if (broken is not null) throw broken;
            heard.Add("kept");
        },
        () => heard.Add("undone"));

    [Fact]
    public void Who_waits_is_answered_after_the_turn_is_kept()
    {
        executor.Run(() => executor.Run(() => executor.AtEnd(kept => heard.Add($"answered {kept}"))));

        Assert.Equal(["kept", "answered True"], heard);
    }

    [Fact]
    public void A_turn_that_throws_within_another_undoes_both()
    {
        Assert.Throws<InvalidOperationException>(() => executor.Run(() =>
        {
            executor.AtEnd(kept => heard.Add($"answered {kept}"));
            executor.Run(() => throw new InvalidOperationException());
        }));

        Assert.Equal(["undone", "answered False"], heard);
    }

    [Fact]
    public void A_turn_that_cannot_be_kept_is_undone()
    {
        broken = new IOException("no space left on device");

        Assert.Same(broken, Assert.Throws<IOException>(() => executor.Run(() => executor.AtEnd(kept => heard.Add($"answered {kept}")))));

        Assert.Equal(["undone", "answered False"], heard);
    }

    [Fact]
    public void What_follows_an_undoing_within_the_turn_is_kept()
    {
        executor.Run(() =>
        {
            executor.AtEnd(kept => heard.Add($"first {kept}"));
            executor.Undo();
            executor.AtEnd(kept => heard.Add($"second {kept}"));
        });

        Assert.Equal(["undone", "first False", "kept", "second True"], heard);
    }
}
