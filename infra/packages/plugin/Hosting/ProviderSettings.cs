using System.Globalization;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;

namespace PipAi.Plugins.Hosting;

/// <summary>
/// Provider configuration arrives as strings: stack configuration knows nothing else, and typed providers send anything that
/// is not a string as JSON. This turns it back into the schema's shapes.
/// </summary>
internal static class ProviderSettings
{
    public static PropertyMap Parse(ObjectSchema schema, PropertyMap arguments)
    {
        var settings = arguments;
        foreach (var (name, property) in schema.Properties)
        {
            if (arguments.Text(name) is not { } text) continue;
            if (property.Shape == PropertyShape.Flag && bool.TryParse(text, out var flag)) settings = settings.With(name, flag);
            if (property.Shape is PropertyShape.Whole or PropertyShape.Number && double.TryParse(text, CultureInfo.InvariantCulture, out var number))
                settings = settings.With(name, number);
        }

        return settings;
    }
}
