using System.Runtime.CompilerServices;
using PipAi.Architecture.Tests.Code;
using PipAi.Testing;

namespace PipAi.Architecture.Tests;

/// <summary>
/// Every piece of code keeps the rules that a machine can check. What does not keep one yet is approved by its name; such a list only gets
/// shorter.
/// </summary>
public sealed class CodeTests
{
    private static readonly Lazy<CodeRules> Ours = new(() => CodeRules.Of(Repository.Sources));

    [Fact]
    public void Lines_fit_the_screen() => Assert.Equal("", string.Join('\n', Ours.Value.LongLines()));

    [Fact]
    public void Methods_are_short() => Approve(Ours.Value.LongMethods());

    [Fact]
    public void Methods_take_few_parameters() => Approve(Ours.Value.LongParameterLists());

    [Fact]
    public void Classes_are_sealed_static_or_abstract() => Assert.Empty(Ours.Value.OpenClasses());

    /// <summary>One more is a decision that a review sees.</summary>
    [Fact]
    public void Suppressions_are_counted() => Approve(Ours.Value.Suppressed());

    [Fact]
    public void Each_suppression_says_why() => Assert.Empty(Ours.Value.SuppressedWithoutReason());

    [Fact]
    public void What_breaks_a_rule_is_named()
    {
        var planted = CodeRules.Of([new("workers/planted/Planted.cs", $$"""
            public class Open { }
            public sealed class Wide(int a, int b, int c, int d, int e, int f)
            {
                void Long()
                {{{new string('\n', 40)}}}
                void Many(int a, int b, int c, int d, int e, int f) { }
            #pragma warning disable CA1031
            #pragma warning disable CA2000 // It lives on.
                [SuppressMessage("Design", "CA1034")]
                void Silent() { }
                int wide = {{new string('1', 140)}};
                string text = "{{new string('1', 140)}}";
            }
            """)]);

        Assert.Equal(["workers/planted/Planted.cs:51"], planted.LongLines());
        Assert.Equal(["Open"], planted.OpenClasses());
        Assert.Equal(["Wide.Long"], planted.LongMethods());
        Assert.Equal(["Wide", "Wide.Many"], planted.LongParameterLists());
        Assert.Equal(["Planted.cs: CA1031", "Planted.cs: CA1034", "Planted.cs: CA2000"], planted.Suppressed().Order());
        Assert.Equal(["Planted.cs: CA1031", "Planted.cs: CA1034"], planted.SuppressedWithoutReason().Order());
    }

    private static void Approve(IEnumerable<string> found, [CallerMemberName] string rule = "") =>
        Approved.Text(string.Join('\n', found.Order(StringComparer.Ordinal)), rule);
}
