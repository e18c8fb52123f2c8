package wording

// rules are the rules of gqlparser's validation, and what it says by each of them. The last form of each has no words of
// gqlparser's: it stands for whatever else the rule may say.
var rules = map[string][]form{
	"FieldsOnCorrectType": {
		{`Cannot query field "{field}" on type "{type}".`, "Kiểu {type} không có trường {field}.", "The type {type} has no field {field}."},
		{"", "Có trường không tồn tại.", "A field is not there."},
	},
	"FragmentsOnCompositeTypes": {
		{`Fragment cannot condition on non composite type "{type}".`, "Fragment không dùng được với kiểu {type}: kiểu này không có trường.", "A fragment cannot be on the type {type}, which has no fields."},
		{`Fragment "{fragment}" cannot condition on non composite type "{type}".`, "Fragment {fragment} không dùng được với kiểu {type}: kiểu này không có trường.", "The fragment {fragment} cannot be on the type {type}, which has no fields."},
		{"", "Fragment không dùng được với kiểu không có trường.", "A fragment cannot be on a type without fields."},
	},
	"KnownArgumentNames": {
		{`Unknown argument "{argument}" on field "{type}.{field}".`, "Trường {field} của kiểu {type} không có tham số {argument}.", "The field {field} of the type {type} has no argument {argument}."},
		{`Unknown argument "{argument}" on directive "@{directive}".`, "Chỉ thị @{directive} không có tham số {argument}.", "The directive @{directive} has no argument {argument}."},
		{"", "Có tham số không tồn tại.", "An argument is not there."},
	},
	"KnownDirectives": {
		{`Unknown directive "@{directive}".`, "Không có chỉ thị @{directive}.", "There is no directive @{directive}."},
		{`Directive "@{directive}" may not be used on {location}.`, "Không dùng được chỉ thị @{directive} ở vị trí {location}.", "The directive @{directive} cannot be used on {location}."},
		{"", "Có chỉ thị không tồn tại, hoặc đặt sai chỗ.", "A directive is not there, or out of place."},
	},
	"KnownFragmentNames": {
		{`Unknown fragment "{fragment}".`, "Không có fragment {fragment}.", "There is no fragment {fragment}."},
		{"", "Có fragment không tồn tại.", "A fragment is not there."},
	},
	"KnownRootType": {
		{`Schema does not support operation type "{operation}"`, "Lược đồ không có phép toán loại {operation}.", "The schema has no operations of the kind {operation}."},
		{"", "Lược đồ không có phép toán loại này.", "The schema has no operations of this kind."},
	},
	"KnownTypeNames": {
		{`Unknown type "{type}".`, "Không có kiểu {type}.", "There is no type {type}."},
		{"", "Có kiểu không tồn tại.", "A type is not there."},
	},
	"LoneAnonymousOperation": {
		{"", "Phép toán không tên phải đứng một mình trong tài liệu.", "An operation without a name must be the only one of its document."},
	},
	"MaxIntrospectionDepth": {
		{"", "Truy vấn lược đồ lồng quá sâu.", "The schema is asked for too deeply."},
	},
	"NoFragmentCycles": {
		{`Cannot spread fragment "{fragment}" within itself`, "Fragment {fragment} chứa chính nó.", "The fragment {fragment} spreads itself."},
		{"", "Một fragment chứa chính nó.", "A fragment spreads itself."},
	},
	"NoUndefinedVariables": {
		{`Variable "${variable}" is not defined by operation "{operation}".`, "Phép toán {operation} không khai báo biến ${variable}.", "The operation {operation} does not declare the variable ${variable}."},
		{`Variable "${variable}" is not defined.`, "Biến ${variable} chưa được khai báo.", "The variable ${variable} is not declared."},
		{"", "Có biến chưa được khai báo.", "A variable is not declared."},
	},
	"NoUnusedFragments": {
		{`Fragment "{fragment}" is never used.`, "Fragment {fragment} không được dùng đến.", "The fragment {fragment} is not used."},
		{"", "Có fragment không được dùng đến.", "A fragment is not used."},
	},
	"NoUnusedVariables": {
		{`Variable "${variable}" is never used`, "Biến ${variable} không được dùng đến.", "The variable ${variable} is not used."},
		{"", "Có biến không được dùng đến.", "A variable is not used."},
	},
	"OverlappingFieldsCanBeMerged": {
		{`Fields "{field}" conflict because `, "Các trường cùng tên {field} trong kết quả không khớp nhau; hãy đặt cho chúng bí danh khác nhau.", "The fields that answer as {field} differ; give them different aliases."},
		{"", "Có các trường cùng tên trong kết quả nhưng không khớp nhau.", "Fields that answer under the same name differ."},
	},
	"PossibleFragmentSpreads": {
		{`Fragment cannot be spread here as objects of type "{type}" can never be of type "{other}".`, "Kiểu {type} không bao giờ là kiểu {other}, nên fragment không dùng được ở đây.", "The type {type} can never be {other}, so the fragment cannot be spread here."},
		{`Fragment "{fragment}" cannot be spread here as objects of type "{type}" can never be of type "{other}".`, "Kiểu {type} không bao giờ là kiểu {other}, nên fragment {fragment} không dùng được ở đây.", "The type {type} can never be {other}, so the fragment {fragment} cannot be spread here."},
		{"", "Fragment không dùng được ở đây.", "A fragment cannot be spread here."},
	},
	"ProvidedRequiredArguments": {
		{`Field "{field}" argument "{argument}" of type "{type}" is required`, "Trường {field} cần tham số {argument} kiểu {type}.", "The field {field} needs the argument {argument} of the type {type}."},
		{`Directive "@{directive}" argument "{argument}" of type "{type}" is required`, "Chỉ thị @{directive} cần tham số {argument} kiểu {type}.", "The directive @{directive} needs the argument {argument} of the type {type}."},
		{"", "Thiếu tham số bắt buộc.", "A required argument is missing."},
	},
	"ScalarLeafs": {
		{`Field "{field}" must not have a selection since type "{type}" has no subfields.`, "Không chọn được trường con trong {field}: kiểu {type} không có trường.", "Nothing can be selected within {field}: the type {type} has no fields."},
		{`Field "{field}" of type "{type}" must have a selection of subfields.`, "Phải chọn trường con trong {field}: kiểu {type} có nhiều trường.", "Say which fields of {field} you want: the type {type} has several."},
		{"", "Phải chọn trường con của kiểu có trường, và chỉ của kiểu đó.", "Fields must be selected within what has fields, and within nothing else."},
	},
	"SingleFieldSubscriptions": {
		{"", "Mỗi subscription chỉ chọn một trường, và không phải trường về lược đồ.", "A subscription selects one field, and none about the schema."},
	},
	"UniqueArgumentNames": {
		{`There can be only one argument named "{argument}".`, "Tham số {argument} được cho nhiều lần.", "The argument {argument} is given more than once."},
		{"", "Có tham số được cho nhiều lần.", "An argument is given more than once."},
	},
	"UniqueDirectivesPerLocation": {
		{`The directive "@{directive}" can only be used once at this location.`, "Chỉ thị @{directive} chỉ dùng được một lần ở đây.", "The directive @{directive} can be used once here."},
		{"", "Có chỉ thị được dùng nhiều lần ở một chỗ.", "A directive is used more than once in one place."},
	},
	"UniqueFragmentNames": {
		{`There can be only one fragment named "{fragment}".`, "Có nhiều fragment cùng tên {fragment}.", "There is more than one fragment {fragment}."},
		{"", "Có nhiều fragment cùng tên.", "There is more than one fragment of a name."},
	},
	"UniqueInputFieldNames": {
		{`There can be only one input field named "{field}".`, "Trường {field} của đầu vào được cho nhiều lần.", "The field {field} of the input is given more than once."},
		{"", "Có trường của đầu vào được cho nhiều lần.", "A field of the input is given more than once."},
	},
	"UniqueOperationNames": {
		{`There can be only one operation named "{operation}".`, "Có nhiều phép toán cùng tên {operation}.", "There is more than one operation {operation}."},
		{"", "Có nhiều phép toán cùng tên.", "There is more than one operation of a name."},
	},
	"UniqueVariableNames": {
		{`There can be only one variable named "${variable}".`, "Biến ${variable} được khai báo nhiều lần.", "The variable ${variable} is declared more than once."},
		{"", "Có biến được khai báo nhiều lần.", "A variable is declared more than once."},
	},
	"ValuesOfCorrectType": {
		{`Value "{value}" does not exist in "{type}" enum.`, "Kiểu {type} không có giá trị {value}.", "The type {type} has no value {value}."},
		{`Enum "{type}" cannot represent non-enum value: `, "Cần một giá trị của kiểu {type}, viết không có dấu ngoặc kép.", "A value of the type {type} is needed, written without quotes."},
		{`Field "{type}.{field}" of required type "{wanted}" was not provided.`, "Đầu vào {type} cần trường {field} kiểu {wanted}.", "The input {type} needs the field {field} of the type {wanted}."},
		{`Field "{type}.{field}" must be non-null.`, "Trường {field} của đầu vào {type} không được là null.", "The field {field} of the input {type} must not be null."},
		{`Field "{field}" is not defined by type "{type}".`, "Đầu vào {type} không có trường {field}.", "The input {type} has no field {field}."},
		{`OneOf Input Object "{type}" must specify exactly one key.`, "Đầu vào {type} cần đúng một trường.", "The input {type} takes exactly one field."},
		{`Expected value of type "{type}", found `, "Cần một giá trị kiểu {type}.", "A value of the type {type} is needed."},
		{`{type} cannot represent `, "Cần một giá trị kiểu {type}.", "A value of the type {type} is needed."},
		{"", "Có giá trị không đúng kiểu.", "A value is not of its type."},
	},
	"VariablesAreInputTypes": {
		{`Variable "${variable}" cannot be non-input type "{type}".`, "Biến ${variable} không thể có kiểu {type}: đó không phải kiểu đầu vào.", "The variable ${variable} cannot be of the type {type}, which is none for input."},
		{"", "Có biến mang kiểu không phải kiểu đầu vào.", "A variable is of a type that is none for input."},
	},
	"VariablesInAllowedPosition": {
		{`Variable "${variable}" of type "{type}" used in position expecting type "{wanted}".`, "Biến ${variable} có kiểu {type}, nhưng ở đây cần kiểu {wanted}.", "The variable ${variable} is of the type {type}, and {wanted} is needed here."},
		{`Variable "${variable}" is of type "{type}" but must be non-nullable`, "Biến ${variable} có kiểu {type}, nhưng ở đây không được là null.", "The variable ${variable} is of the type {type}, and must not be nullable here."},
		{"", "Có biến được dùng ở chỗ cần kiểu khác.", "A variable is used where another type is needed."},
	},

	// What gqlgen and gqlparser say without a rule, under names of ours.
	noOperation: {{"", "Tài liệu không có phép toán nào.", "The document has no operation."}},
	variables: {
		{"must be defined", "Thiếu giá trị của {variable}.", "{variable} has no value, and needs one."},
		{"cannot be null", "{variable} không được là null.", "{variable} must not be null."},
		{"unknown field", "Đầu vào không có trường {variable}.", "The input has no field {variable}."},
		{"must an input type", "Biến {variable} mang kiểu không phải kiểu đầu vào.", "The variable {variable} is of a type that is none for input."},
		{"", "Giá trị của {variable} không đúng kiểu.", "The value of {variable} is not of its type."},
	},
	"": {{"", "Phép toán không hợp lệ với lược đồ.", "The operation is not valid by the schema."}},
}

// needed are the forms that name an argument or a field which the client has not sent: by asking again and again it would
// have the whole of an input from them.
var needed = map[string]bool{
	`Field "{field}" argument "{argument}" of type "{type}" is required`:   true,
	`Field "{type}.{field}" of required type "{wanted}" was not provided.`: true,
	"must be defined": true,
}

const (
	noOperation = "NoOperation"
	variables   = "VariableValues"
)
