package gqlmessage

// ruleForms are gqlparser's validation rules with the messages of each. The last form of a rule has an empty
// prefix and matches every other message.
var ruleForms = map[string][]messageForm{
	"FieldsOnCorrectType": {
		{`Cannot query field "{field}" on type "{type}".`,
			"Kiểu {type} không có trường {field}.", "The type {type} has no field {field}."},
		{"", "Có trường không tồn tại.", "A field does not exist."},
	},
	"FragmentsOnCompositeTypes": {
		{`Fragment cannot condition on non composite type "{type}".`,
			"Không dùng được fragment với kiểu {type} vì kiểu này không có trường.",
			"A fragment cannot have the type {type}, which has no fields."},
		{`Fragment "{fragment}" cannot condition on non composite type "{type}".`,
			"Không dùng được fragment {fragment} với kiểu {type} vì kiểu này không có trường.",
			"The fragment {fragment} cannot have the type {type}, which has no fields."},
		{"",
			"Không dùng được fragment với kiểu không có trường.",
			"A fragment cannot have a type without fields."},
	},
	"KnownArgumentNames": {
		{`Unknown argument "{argument}" on field "{type}.{field}".`,
			"Trường {field} của kiểu {type} không có tham số {argument}.",
			"The field {field} of the type {type} has no argument {argument}."},
		{`Unknown argument "{argument}" on directive "@{directive}".`,
			"Chỉ thị @{directive} không có tham số {argument}.",
			"The directive @{directive} has no argument {argument}."},
		{"", "Có tham số không tồn tại.", "An argument does not exist."},
	},
	"KnownDirectives": {
		{`Unknown directive "@{directive}".`,
			"Không có chỉ thị @{directive}.", "There is no directive @{directive}."},
		{`Directive "@{directive}" may not be used on {location}.`,
			"Không dùng được chỉ thị @{directive} ở vị trí {location}.",
			"The directive @{directive} cannot be used on {location}."},
		{"",
			"Có chỉ thị không tồn tại hoặc đặt sai vị trí.",
			"A directive does not exist, or is not allowed at its place."},
	},
	"KnownFragmentNames": {
		{`Unknown fragment "{fragment}".`,
			"Không có fragment {fragment}.", "There is no fragment {fragment}."},
		{"", "Có fragment không tồn tại.", "A fragment does not exist."},
	},
	"KnownRootType": {
		{`Schema does not support operation type "{operation}"`,
			"Lược đồ không hỗ trợ thao tác loại {operation}.",
			"The schema does not support operations of the kind {operation}."},
		{"",
			"Lược đồ không hỗ trợ thao tác loại này.",
			"The schema does not support operations of this kind."},
	},
	"KnownTypeNames": {
		{`Unknown type "{type}".`, "Không có kiểu {type}.", "There is no type {type}."},
		{"", "Có kiểu không tồn tại.", "A type does not exist."},
	},
	"LoneAnonymousOperation": {
		{"",
			"Thao tác không tên phải đứng một mình trong tài liệu.",
			"An operation without a name must be the only one of its document."},
	},
	"MaxIntrospectionDepth": {
		{"", "Truy vấn lược đồ lồng quá sâu.", "The introspection query is nested too deeply."},
	},
	"NoFragmentCycles": {
		{`Cannot spread fragment "{fragment}" within itself`,
			"Fragment {fragment} chứa chính nó.", "The fragment {fragment} spreads itself."},
		{"", "Một fragment chứa chính nó.", "A fragment spreads itself."},
	},
	"NoUndefinedVariables": {
		{`Variable "${variable}" is not defined by operation "{operation}".`,
			"Thao tác {operation} không khai báo biến ${variable}.",
			"The operation {operation} does not declare the variable ${variable}."},
		{`Variable "${variable}" is not defined.`,
			"Biến ${variable} chưa được khai báo.", "The variable ${variable} is not declared."},
		{"", "Có biến chưa được khai báo.", "A variable is not declared."},
	},
	"NoUnusedFragments": {
		{`Fragment "{fragment}" is never used.`,
			"Fragment {fragment} không được dùng đến.", "The fragment {fragment} is not used."},
		{"", "Có fragment không được dùng đến.", "A fragment is not used."},
	},
	"NoUnusedVariables": {
		{`Variable "${variable}" is never used`,
			"Biến ${variable} không được dùng đến.", "The variable ${variable} is not used."},
		{"", "Có biến không được dùng đến.", "A variable is not used."},
	},
	"OverlappingFieldsCanBeMerged": {
		{`Fields "{field}" conflict because `,
			"Các trường cùng tên {field} trong kết quả mâu thuẫn với nhau; vui lòng đặt bí danh khác nhau.",
			"The fields named {field} in the response conflict; give them different aliases."},
		{"",
			"Có các trường cùng tên trong kết quả mâu thuẫn với nhau.",
			"Fields with the same name in the response conflict."},
	},
	"PossibleFragmentSpreads": {
		{`Fragment cannot be spread here as objects of type "{type}" can never be of type "{other}".`,
			"Kiểu {type} không thể là kiểu {other} nên không dùng được fragment ở đây.",
			"The type {type} can never be {other}, so the fragment cannot be spread here."},
		{`Fragment "{fragment}" cannot be spread here as objects of type "{type}" can never be of type "{other}".`,
			"Kiểu {type} không thể là kiểu {other} nên không dùng được fragment {fragment} ở đây.",
			"The type {type} can never be {other}, so the fragment {fragment} cannot be spread here."},
		{"", "Không dùng được fragment ở đây.", "A fragment cannot be spread here."},
	},
	"ProvidedRequiredArguments": {
		{`Field "{field}" argument "{argument}" of type "{type}" is required`,
			"Trường {field} cần tham số {argument} kiểu {type}.",
			"The field {field} requires the argument {argument} of the type {type}."},
		{`Directive "@{directive}" argument "{argument}" of type "{type}" is required`,
			"Chỉ thị @{directive} cần tham số {argument} kiểu {type}.",
			"The directive @{directive} requires the argument {argument} of the type {type}."},
		{"", "Thiếu tham số bắt buộc.", "A required argument is missing."},
	},
	"ScalarLeafs": {
		{`Field "{field}" must not have a selection since type "{type}" has no subfields.`,
			"Không chọn được trường con trong {field} vì kiểu {type} không có trường.",
			"Nothing can be selected in {field}: the type {type} has no fields."},
		{`Field "{field}" of type "{type}" must have a selection of subfields.`,
			"Phải chọn trường con trong {field} vì kiểu {type} có nhiều trường.",
			"Select subfields of {field}: the type {type} has fields."},
		{"",
			"Phải chọn trường con trong kiểu có trường, và chỉ trong kiểu có trường.",
			"Subfields must be selected in types that have fields, and only there."},
	},
	"SingleFieldSubscriptions": {
		{"",
			"Mỗi subscription chỉ được chọn một trường, và không phải trường về lược đồ.",
			"A subscription must select exactly one field, and not an introspection field."},
	},
	"UniqueArgumentNames": {
		{`There can be only one argument named "{argument}".`,
			"Tham số {argument} được khai báo nhiều lần.",
			"The argument {argument} is given more than once."},
		{"", "Có tham số được khai báo nhiều lần.", "An argument is given more than once."},
	},
	"UniqueDirectivesPerLocation": {
		{`The directive "@{directive}" can only be used once at this location.`,
			"Chỉ thị @{directive} chỉ dùng được một lần ở đây.",
			"The directive @{directive} can be used only once here."},
		{"", "Có chỉ thị được dùng nhiều lần ở một chỗ.", "A directive is used more than once at one place."},
	},
	"UniqueFragmentNames": {
		{`There can be only one fragment named "{fragment}".`,
			"Có nhiều fragment cùng tên {fragment}.", "There is more than one fragment named {fragment}."},
		{"", "Có nhiều fragment cùng tên.", "There is more than one fragment with the same name."},
	},
	"UniqueInputFieldNames": {
		{`There can be only one input field named "{field}".`,
			"Trường {field} của đầu vào được khai báo nhiều lần.",
			"The field {field} of the input is given more than once."},
		{"",
			"Có trường của đầu vào được khai báo nhiều lần.",
			"A field of the input is given more than once."},
	},
	"UniqueOperationNames": {
		{`There can be only one operation named "{operation}".`,
			"Có nhiều thao tác cùng tên {operation}.", "There is more than one operation named {operation}."},
		{"", "Có nhiều thao tác cùng tên.", "There is more than one operation with the same name."},
	},
	"UniqueVariableNames": {
		{`There can be only one variable named "${variable}".`,
			"Biến ${variable} được khai báo nhiều lần.",
			"The variable ${variable} is declared more than once."},
		{"", "Có biến được khai báo nhiều lần.", "A variable is declared more than once."},
	},
	"ValuesOfCorrectType": {
		{`Value "{value}" does not exist in "{type}" enum.`,
			"Kiểu {type} không có giá trị {value}.", "The type {type} has no value {value}."},
		{`Enum "{type}" cannot represent non-enum value: `,
			"Cần một giá trị thuộc kiểu {type}, viết không có dấu ngoặc kép.",
			"A value of the type {type}, without quotes, is required."},
		{`Field "{type}.{field}" of required type "{wanted}" was not provided.`,
			"Đầu vào {type} cần trường {field} kiểu {wanted}.",
			"The input {type} requires the field {field} of the type {wanted}."},
		{`Field "{type}.{field}" must be non-null.`,
			"Trường {field} của đầu vào {type} không được là null.",
			"The field {field} of the input {type} must not be null."},
		{`Field "{field}" is not defined by type "{type}".`,
			"Đầu vào {type} không có trường {field}.", "The input {type} has no field {field}."},
		{`OneOf Input Object "{type}" must specify exactly one key.`,
			"Đầu vào {type} phải có đúng một trường.",
			"The input {type} requires exactly one field."},
		{`Expected value of type "{type}", found `,
			"Cần một giá trị kiểu {type}.", "A value of the type {type} is required."},
		{`{type} cannot represent `,
			"Cần một giá trị kiểu {type}.", "A value of the type {type} is required."},
		{"", "Có giá trị không đúng kiểu.", "A value does not have the required type."},
	},
	"VariablesAreInputTypes": {
		{`Variable "${variable}" cannot be non-input type "{type}".`,
			"Biến ${variable} không thể có kiểu {type} vì đó không phải kiểu đầu vào.",
			"The variable ${variable} cannot have the type {type}, which is not an input type."},
		{"", "Có biến có kiểu không phải kiểu đầu vào.", "A variable has a type that is not an input type."},
	},
	"VariablesInAllowedPosition": {
		{`Variable "${variable}" of type "{type}" used in position expecting type "{wanted}".`,
			"Biến ${variable} có kiểu {type}, nhưng ở đây cần kiểu {wanted}.",
			"The variable ${variable} has the type {type}, but {wanted} is required here."},
		{`Variable "${variable}" is of type "{type}" but must be non-nullable`,
			"Biến ${variable} có kiểu {type}, nhưng ở đây không được là null.",
			"The variable ${variable} has the type {type}, but must be non-null here."},
		{"", "Có biến được dùng ở chỗ cần kiểu khác.", "A variable is used where another type is required."},
	},

	// Errors that gqlgen and gqlparser report without a rule, under names of our own.
	noOperationRule: {{"", "Tài liệu không có thao tác nào.", "The document has no operation."}},
	variableRule: {
		{"must be defined", "Thiếu giá trị của {variable}.", "{variable} requires a value."},
		{"cannot be null", "{variable} không được là null.", "{variable} must not be null."},
		{"unknown field", "Đầu vào không có trường {variable}.", "The input has no field {variable}."},
		{"must an input type",
			"Biến {variable} có kiểu không phải kiểu đầu vào.",
			"The variable {variable} has a type that is not an input type."},
		{"",
			"Giá trị của {variable} không đúng kiểu.",
			"The value of {variable} does not have the required type."},
	},
	"": {{"", "Thao tác không hợp lệ với lược đồ.", "The operation is not valid for the schema."}},
}

// revealingForms name an argument or field that the client has not sent: by probing, a client could learn the
// whole input type from them.
var revealingForms = map[string]bool{
	`Field "{field}" argument "{argument}" of type "{type}" is required`:   true,
	`Field "{type}.{field}" of required type "{wanted}" was not provided.`: true,
	"must be defined": true,
}

const (
	noOperationRule = "NoOperation"
	variableRule    = "VariableValues"
)
