using EmbeddedPulumi.Protocol;

namespace PipAi.Protocol.Tests;

public sealed class UrnTests
{
    [Fact]
    public void Has_its_parts()
    {
        var urn = Urn.Parse("urn:pulumi:prod::pip-ai::my:comp:Fleet$fly:index:Machine::workers-iad-0");
        Assert.Equal(
            ("prod", "pip-ai", "my:comp:Fleet$fly:index:Machine", "fly:index:Machine", "workers-iad-0"),
            (urn.Stack, urn.Project, urn.QualifiedType, urn.Type, urn.Name));
    }

    [Fact]
    public void A_name_may_contain_the_separator() =>
        Assert.Equal("a::b$c", Urn.Parse("urn:pulumi:s::p::t:m:T::a::b$c").Name);

    [Theory]
    [InlineData("", "urn:pulumi:s::p::t:m:T::n")]
    [InlineData("pulumi:pulumi:Stack", "urn:pulumi:s::p::t:m:T::n")]
    [InlineData("a:b:C", "urn:pulumi:s::p::a:b:C$t:m:T::n")]
    [InlineData("a:b:C$d:e:F", "urn:pulumi:s::p::a:b:C$d:e:F$t:m:T::n")]
    public void The_root_stack_is_no_part_of_a_type(string parent, string expected) =>
        Assert.Equal(expected, Urn.Create("s", "p", parent, "t:m:T", "n").ToString());

    [Theory]
    [InlineData("")]
    [InlineData("urn:pulumi:")]
    [InlineData("urn:pulumi:s::p::t")]
    [InlineData("arn:aws:s3:::bucket")]
    public void Refuses_other_text_and_quotes_it(string text)
    {
        Assert.False(Urn.TryParse(text, out _));
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => Urn.Parse(text)).Message);
    }

    [Fact]
    public void Can_be_renamed() =>
        Assert.Equal("urn:pulumi:s::p::t:m:T::new", Urn.Parse("urn:pulumi:s::p::t:m:T::old::er").WithName("new").ToString());

    [Fact]
    public void The_default_is_empty()
    {
        Assert.True(default(Urn).IsEmpty);
        Assert.Equal("", default(Urn).ToString());
        Assert.Equal("", default(Urn).Name);
    }
}
