using System.Text.Json;
using PipAi.LocalCloud.Faults;

namespace PipAi.LocalCloud.Tests.Faults;

public sealed class FaultEffectTests
{
    [Theory]
    [InlineData("dark")]
    [InlineData("hang")]
    [InlineData("status:429")]
    [InlineData("status:503:10")]
    [InlineData("status:409:OperationAborted")]
    [InlineData("status:503:10:SlowDown")]
    [InlineData("lag:250")]
    [InlineData("lose-answer")]
    public void Text_and_json_lead_back_to_the_same_effect(string text)
    {
        Assert.True(FaultEffect.TryParse(text, out var effect));
        Assert.Equal(text, effect.ToString());
        Assert.Equal(effect, JsonSerializer.Deserialize<FaultEffect>(JsonSerializer.Serialize(effect)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("darkness")]
    [InlineData("status")]
    [InlineData("status:200")]
    [InlineData("status:600")]
    [InlineData("status:503:")]
    [InlineData("status:503:10:")]
    [InlineData("status:503:10:a b")]
    [InlineData("status:503:10:20")]
    [InlineData("lag:-1")]
    [InlineData("lag:1.5")]
    public void Other_text_is_no_effect(string text) => Assert.False(FaultEffect.TryParse(text, out _));
}
