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

    /// <summary>What is left mirrors Pulumi's official API, or tells two sides of one thing apart by its project.</summary>
    [Fact]
    public void One_name_has_one_meaning() => Approve(Ours.Value.SharedNames());

    [Fact]
    public void Comments_speak_plainly() => Assert.Empty(Ours.Value.OldWords());

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

    [Fact]
    public void A_name_with_two_meanings_and_a_word_of_old_are_named()
    {
        var planted = CodeRules.Of(
        [
            new("workers/one/Door.cs", "namespace One;\n/// <summary>Opens for whoever knocks.</summary>\nsealed class Door { }"),
            new("workers/two/Door.cs", "namespace Two;\nsealed class Door { sealed class Key { } }\nsealed class Key { } // made anew"),
            new("tests/two/Door.cs", "namespace Two.Tests;\nsealed class Door { } // for whoever asks"),
        ]);

        Assert.Equal(["Door: One, Two"], planted.SharedNames());
        Assert.Equal(["workers/one/Door.cs:2: whoever", "workers/two/Door.cs:3: anew"], planted.OldWords());
    }

    private static void Approve(IEnumerable<string> found, [CallerMemberName] string rule = "") =>
        Approved.Text(string.Join('\n', found.Order(StringComparer.Ordinal)), rule);
}
