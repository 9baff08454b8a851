namespace PipAi.Workers.Unstructured.Refusals;

/// <summary>The value of a form field is not of the field's type.</summary>
/// <param name="type">FastAPI's name of the mistake.</param>
/// <param name="message">What would be right.</param>
/// <param name="input">What was sent.</param>
internal sealed class FieldException(string type, string message, string input) : Exception(message)
{
    /// <summary>The mistake, said of the field of this name.</summary>
    public FieldProblem Of(string name) => new() { Type = type, Location = ["body", name], Message = Message, Input = input };
}
