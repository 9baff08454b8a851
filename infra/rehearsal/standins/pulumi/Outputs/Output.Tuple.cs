namespace Pulumi;

/// <content>Outputs and inputs of different types as one tuple: known when all are, secret when one is.</content>
public static partial class Output
{
    /// <summary>Two inputs as one output.</summary>
    public static Output<(T1, T2)> Tuple<T1, T2>(Input<T1> item1, Input<T2> item2) =>
        Tuple(item1.ToOutput(), item2.ToOutput());

    /// <summary>Three inputs as one output.</summary>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Input<T1> item1, Input<T2> item2, Input<T3> item3) =>
        Tuple(item1.ToOutput(), item2.ToOutput(), item3.ToOutput());

    /// <summary>Four inputs as one output.</summary>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4) =>
        Tuple(item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput());

    /// <summary>Five inputs as one output.</summary>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3,
        Input<T4> item4, Input<T5> item5) =>
        Tuple(item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput(), item5.ToOutput());

    /// <summary>Six inputs as one output.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3,
        Input<T4> item4, Input<T5> item5, Input<T6> item6) =>
        Tuple(item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput(), item5.ToOutput(), item6.ToOutput());

    /// <summary>Seven inputs as one output.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4,
        Input<T5> item5, Input<T6> item6, Input<T7> item7) =>
        Tuple(
            item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput(),
            item5.ToOutput(), item6.ToOutput(), item7.ToOutput());

    /// <summary>Eight inputs as one output.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4,
        Input<T5> item5, Input<T6> item6, Input<T7> item7, Input<T8> item8) =>
        Tuple(
            item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput(),
            item5.ToOutput(), item6.ToOutput(), item7.ToOutput(), item8.ToOutput());

    /// <summary>Two outputs as one output.</summary>
    public static Output<(T1, T2)> Tuple<T1, T2>(Output<T1> item1, Output<T2> item2) =>
        Combine(async marks => (
            marks.Take(await item1.Resolution.ConfigureAwait(false)),
            marks.Take(await item2.Resolution.ConfigureAwait(false))));

    /// <summary>Three outputs as one output.</summary>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Output<T1> item1, Output<T2> item2, Output<T3> item3) =>
        Combine(async marks => (
            marks.Take(await item1.Resolution.ConfigureAwait(false)),
            marks.Take(await item2.Resolution.ConfigureAwait(false)),
            marks.Take(await item3.Resolution.ConfigureAwait(false))));

    /// <summary>Four outputs as one output.</summary>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
        Output<T1> item1, Output<T2> item2,
        Output<T3> item3, Output<T4> item4) =>
        Combine(async marks => (
            marks.Take(await item1.Resolution.ConfigureAwait(false)),
            marks.Take(await item2.Resolution.ConfigureAwait(false)),
            marks.Take(await item3.Resolution.ConfigureAwait(false)),
            marks.Take(await item4.Resolution.ConfigureAwait(false))));

    /// <summary>Five outputs as one output.</summary>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3,
        Output<T4> item4, Output<T5> item5) =>
        Combine(async marks => (
            marks.Take(await item1.Resolution.ConfigureAwait(false)),
            marks.Take(await item2.Resolution.ConfigureAwait(false)),
            marks.Take(await item3.Resolution.ConfigureAwait(false)),
            marks.Take(await item4.Resolution.ConfigureAwait(false)),
            marks.Take(await item5.Resolution.ConfigureAwait(false))));

    /// <summary>Six outputs as one output.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3,
        Output<T4> item4, Output<T5> item5, Output<T6> item6) =>
        Combine(async marks => (
            marks.Take(await item1.Resolution.ConfigureAwait(false)),
            marks.Take(await item2.Resolution.ConfigureAwait(false)),
            marks.Take(await item3.Resolution.ConfigureAwait(false)),
            marks.Take(await item4.Resolution.ConfigureAwait(false)),
            marks.Take(await item5.Resolution.ConfigureAwait(false)),
            marks.Take(await item6.Resolution.ConfigureAwait(false))));

    /// <summary>Seven outputs as one output.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4,
        Output<T5> item5, Output<T6> item6, Output<T7> item7) =>
        Combine(async marks => (
            marks.Take(await item1.Resolution.ConfigureAwait(false)),
            marks.Take(await item2.Resolution.ConfigureAwait(false)),
            marks.Take(await item3.Resolution.ConfigureAwait(false)),
            marks.Take(await item4.Resolution.ConfigureAwait(false)),
            marks.Take(await item5.Resolution.ConfigureAwait(false)),
            marks.Take(await item6.Resolution.ConfigureAwait(false)),
            marks.Take(await item7.Resolution.ConfigureAwait(false))));

    /// <summary>Eight outputs as one output.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4,
        Output<T5> item5, Output<T6> item6, Output<T7> item7, Output<T8> item8) =>
        Combine(async marks => (
            marks.Take(await item1.Resolution.ConfigureAwait(false)),
            marks.Take(await item2.Resolution.ConfigureAwait(false)),
            marks.Take(await item3.Resolution.ConfigureAwait(false)),
            marks.Take(await item4.Resolution.ConfigureAwait(false)),
            marks.Take(await item5.Resolution.ConfigureAwait(false)),
            marks.Take(await item6.Resolution.ConfigureAwait(false)),
            marks.Take(await item7.Resolution.ConfigureAwait(false)),
            marks.Take(await item8.Resolution.ConfigureAwait(false))));

    private static Output<T> Combine<T>(Func<Marks, Task<T>> combine)
    {
        return new Output<T>(RunAsync());

        async Task<Resolved<T>> RunAsync()
        {
            var marks = new Marks();
            return marks.On(await combine(marks).ConfigureAwait(false));
        }
    }
}
